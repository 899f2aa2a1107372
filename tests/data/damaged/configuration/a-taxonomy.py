version: 1
title: Limits
