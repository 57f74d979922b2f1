// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Scripted trainees: they read the briefing, perceive what a trainee could see, feel and hear, and
// act only through input samples. They test the software; how they score says nothing about people.
//
//     auto trainee = make_trainee("expert", session->briefing(), seed);
//     while (!session->is_finished()) session->step((*trainee)->act(session->percepts()));
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "events/input_sample.h"
#include "session/percepts.h"

namespace dryrun::trainee {

struct Profile;

class Trainee {
  public:
    virtual ~Trainee() = default;
    /// The hands of the next tick. Called once a tick, with the percepts of the tick before.
    virtual events::InputSample act(const session::Percepts& percepts) = 0;
};

/// `name`: of a shipped profile (assets/trainees), or a file. The same seed makes the same trainee.
Result<std::unique_ptr<Trainee>> make_trainee(const std::string& name,
                                              const session::Briefing& briefing,
                                              std::uint64_t seed);
/// The same of a profile that was read once for many attempts (trainee/profile.h).
Result<std::unique_ptr<Trainee>> make_trainee(const Profile& profile,
                                              const session::Briefing& briefing,
                                              std::uint64_t seed);
/// Names of the shipped profiles, sorted.
std::vector<std::string> shipped_trainees();

}  // namespace dryrun::trainee
