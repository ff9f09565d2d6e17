#!/bin/sh
# ---
# title: Keys that belong to other tools
# verdict: {status: completed}
# layout: post
# date: 2026-01-01
# author: {name: Somebody, links: [a, b]}
# ---
echo "other tools may have their keys"
