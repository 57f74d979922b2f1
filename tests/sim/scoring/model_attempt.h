// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The events of an attempt in which everything is done as the rubric wants it, and ways to spoil
// it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "events/event.h"
#include "scoring/rubric.h"
#include "scoring/score.h"

namespace dryrun::scoring {

using Events = std::vector<events::Event>;

Events model_attempt();
const Rubric& shipped_rubric();

/// Numbers the events again after one was put in or taken out.
void renumber(Events& log);

/// Every event of one type is changed.
template <class Body, class Change>
Events with(Events log, Change change) {
    for (events::Event& event : log)
        if (Body* body = std::get_if<Body>(&event.body)) change(*body);
    return log;
}

/// Without the events of one type for which `is_gone` holds.
template <class Body>
Events without(Events log, const std::function<bool(const Body&)>& is_gone) {
    std::erase_if(log, [&](const events::Event& event) {
        const Body* body = std::get_if<Body>(&event.body);
        return body != nullptr && is_gone(*body);
    });
    renumber(log);
    return log;
}
template <class Body>
Events without(Events log) {
    return without<Body>(std::move(log), [](const Body&) { return true; });
}
Events without_step(Events log, const std::string& step);

/// With `body` put in at the tick, after what happened then.
Events with_added(Events log, std::int64_t tick, events::EventBody body);

/// The measure of this name; a failure of the test where there is none.
MeasureScore measure(const Score& score, const std::string& name);
MeasureScore measure(const Events& log, const std::string& name);
DomainScore domain(const Score& score, const std::string& name);

}  // namespace dryrun::scoring
