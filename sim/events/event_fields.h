// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How an event type names itself and its fields, once (event.h). Private to this folder: event.h
// ends the macro's life.
#pragma once

#include <string_view>

#define DRYRUN_EVENT(name)                          \
    static constexpr std::string_view kType = name; \
    template <class Self, class Visitor>            \
    static void each_field(Self& self, Visitor&& visit)
