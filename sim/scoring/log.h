// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The events of an attempt, asked for by type and order.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "events/event.h"
#include "events/input_sample.h"

namespace dryrun::scoring {

template <class Body>
struct Entry {
    std::size_t index = 0;  ///< place in the log: what is earlier in it happened earlier
    std::int64_t id = 0;
    std::int64_t tick = 0;
    const Body* body = nullptr;
    const Body* operator->() const { return body; }
};

/// 0 for what is no number; a log read from a file may hold such.
inline std::int64_t ticks_of(double seconds) {
    if (!std::isfinite(seconds)) return 0;
    return static_cast<std::int64_t>(std::clamp(seconds, 0.0, 1e6) * events::kTicksPerSecond);
}

class Log {
  public:
    explicit Log(std::span<const events::Event> events) : events_(events) {
        const auto punctures = all<events::SkinPunctured>();
        if (!punctures.empty()) first_puncture_ = punctures.front().index;
    }

    /// All events of one type in [from, to) of the log.
    template <class Body>
    std::vector<Entry<Body>> all(std::size_t from = 0, std::size_t to = SIZE_MAX) const {
        std::vector<Entry<Body>> found;
        for (std::size_t i = from; i < std::min(to, events_.size()); ++i)
            if (const Body* body = std::get_if<Body>(&events_[i].body))
                found.push_back({i, events_[i].id, events_[i].tick, body});
        return found;
    }
    /// Those before the needle first went through skin; all where it never did.
    template <class Body>
    std::vector<Entry<Body>> before_puncture() const {
        return all<Body>(0, first_puncture_);
    }

    std::size_t size() const { return events_.size(); }
    bool has_punctured() const { return first_puncture_ != SIZE_MAX; }
    /// Place in the log; beyond its end where there is none.
    std::size_t first_puncture() const { return first_puncture_; }
    std::int64_t last_tick() const { return events_.empty() ? 0 : events_.back().tick; }

  private:
    std::span<const events::Event> events_;
    std::size_t first_puncture_ = SIZE_MAX;
};

/// Whether an emergency ended with the patient in other hands: nothing of a usual end is asked
/// then.
inline bool was_handed_over(const Log& log) {
    const auto ended = log.all<events::EmergencyEnded>();
    return std::any_of(ended.begin(), ended.end(),
                       [](const auto& one) { return one->outcome == "handed_over"; });
}

/// One time of the needle in the tissue: from puncture to withdrawal, or to the end of the log.
struct Insertion {
    Entry<events::SkinPunctured> puncture;
    Entry<events::NeedleWithdrawn> withdrawal;  ///< `body` is null where it never came out
    std::size_t end = 0;                        ///< place of the withdrawal, or the log's size
};
inline std::vector<Insertion> insertions_of(const Log& log) {
    std::vector<Insertion> insertions;
    const auto punctures = log.all<events::SkinPunctured>();
    for (std::size_t i = 0; i < punctures.size(); ++i) {
        const std::size_t next = i + 1 < punctures.size() ? punctures[i + 1].index : log.size();
        Insertion insertion{punctures[i], {}, next};
        const auto out = log.all<events::NeedleWithdrawn>(punctures[i].index, next);
        if (!out.empty()) {
            insertion.withdrawal = out.front();
            insertion.end = out.front().index;
        }
        insertions.push_back(insertion);
    }
    return insertions;
}

/// Whether the needle came out the last time in an emergency that ended with the patient in other
/// hands: what needling still owed is not asked then.
inline bool has_emergency_ended_needling(const Log& log) {
    const std::vector<Insertion> insertions = insertions_of(log);
    if (insertions.empty() || !was_handed_over(log)) return false;
    const Insertion& last = insertions.back();
    return !log.all<events::EmergencyBegan>(last.puncture.index, last.end).empty();
}

}  // namespace dryrun::scoring
