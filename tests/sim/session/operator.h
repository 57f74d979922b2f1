// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A pair of steady hands for tests: says what to press and where to push in whole movements, and
// steps the session for each. Unlike a scripted trainee it is told the truth by the test.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "places.h"
#include "session/session.h"

namespace dryrun::session {

std::unique_ptr<Session> start_rhomboid(std::uint64_t seed = 7, const SessionOptions& options = {});
std::unique_ptr<Session> start(const scenario::Scenario& scenario, std::uint64_t seed = 7,
                               const SessionOptions& options = {});

class Operator {
  public:
    explicit Operator(Session& session) : session_(session) {}

    void wait(int ticks);
    void tell(events::Action action);
    /// Puts a pad on the skin, raises the press within 0.5 s and keeps it for `ticks`.
    void press(const Vec3& at, double force_N, int ticks);
    void lift();
    /// Two pads across `direction`, held.
    void hold(const Vec3& at, const Vec3& across, double force_N);
    /// A pincer grip on both sides of `at` that lifts, held.
    void lift_fold(const Vec3& at, const Vec3& across, double lift_N);
    void let_go();

    /// Takes the needle and sets it 2 mm above the skin, its line through `entry`.
    void aim(const Vec3& entry, const Vec3& direction, const std::string& needle);
    /// Pushes (or draws back) by `millimetres` along the shaft.
    void push(double millimetres, double speed_mm_s);
    /// Pushes until the tip is through the skin, as a tap would.
    void tap();
    /// Moves the hand until the tip is at `path` in resting tissue, or a limit is reached.
    void advance_to(double path, double speed_mm_s);
    void draw_back_to(double path, double speed_mm_s);
    double tip_path() const { return session_.snapshot().needle.tip_path; }
    /// Out of the skin and away.
    void withdraw();
    void swab(const Vec3& at, double force_N, int ticks);

    template <class Body>
    std::vector<Body> all() const {
        std::vector<Body> found;
        for (const events::Event& event : session_.events()) {
            if (const auto* body = std::get_if<Body>(&event.body)) found.push_back(*body);
        }
        return found;
    }
    template <class Body>
    bool has() const {
        return !all<Body>().empty();
    }
    /// Tick of the first event of a type; −1 without one.
    template <class Body>
    std::int64_t when() const {
        for (const events::Event& event : session_.events()) {
            if (std::holds_alternative<Body>(event.body)) return event.tick;
        }
        return -1;
    }
    const events::InputSample& hands() const { return hands_; }
    Session& session() { return session_; }

  private:
    void step();

    Session& session_;
    events::InputSample hands_;
    double pushed_ = 0.0;
};

}  // namespace dryrun::session
