#!/usr/bin/env python3
# -*- coding: utf-8 -*-
# ---
# title: Primes below a hundred with the sieve of Eratosthenes
# order: 3
# tags: [loops, algorithms]
# expect: {stdout: {contains: "25 primes below 100"}}
# ---


def primes_below(limit):
    """Return the primes below limit, smallest first."""
    is_prime = [False, False] + [True] * (limit - 2)
    for n in range(2, int(limit ** 0.5) + 1):
        if is_prime[n]:
            # Smaller multiples were struck out by smaller primes.
            is_prime[n * n::n] = [False] * len(is_prime[n * n::n])
    return [n for n, prime in enumerate(is_prime) if prime]


found = primes_below(100)
print(*found)
print(len(found), "primes below 100")
