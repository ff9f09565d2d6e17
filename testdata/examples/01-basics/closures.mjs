#!/usr/bin/env node
/*
---
title: Closures keep their own state
order: 4
tags: [functions]
---
*/

// Every call makes a new `count`, which only the returned function can reach.
function counter(step = 1) {
  let count = 0;
  return () => (count += step);
}

const ones = counter();
const tens = counter(10);

console.log("ones:", ones(), ones(), ones());
console.log("tens:", tens(), tens());
console.log("ones again:", ones());
