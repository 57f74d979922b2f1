// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainee/script.h"

#include <iterator>
#include <utility>

namespace dryrun::trainee {

void Script::put(Item item) {
    (is_deciding_ ? added_ : waiting_).push_back(std::move(item));
}

void Script::add(Step step) {
    put({std::move(step), nullptr});
}

void Script::decide(Decision decision) {
    put({nullptr, std::move(decision)});
}

void Script::clear() {
    waiting_.clear();
    added_.clear();
}

void Script::run(const session::Percepts& percepts) {
    while (!waiting_.empty()) {
        if (waiting_.front().step) {
            if (waiting_.front().step(percepts)) waiting_.pop_front();
            return;
        }
        const Decision decision = std::move(waiting_.front().decision);
        waiting_.pop_front();
        is_deciding_ = true;
        decision(percepts);
        is_deciding_ = false;
        waiting_.insert(waiting_.begin(), std::make_move_iterator(added_.begin()),
                        std::make_move_iterator(added_.end()));
        added_.clear();
    }
}

}  // namespace dryrun::trainee
