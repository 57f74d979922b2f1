// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One treatment as a scripted trainee gives it to a patient who was drawn, and what it came to.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "anatomy/atlas.h"
#include "core/result.h"
#include "session/session.h"
#include "validation/study.h"

namespace dryrun::validation {

struct TreatmentOrder {
    std::string scenario;
    std::string trainee = "expert";
    session::TissueModel tissue = session::TissueModel::RigidCorridor;
    const anatomy::Atlas* atlas = nullptr;     ///< of the patient
    const anatomy::Atlas* textbook = nullptr;  ///< of the same without a person's variation
    std::uint64_t seed = 1;
};

struct Treatment {
    bool is_needled = false;  ///< the skin was punctured
    int twitches = 0;
    int strokes = 0;
    bool has_bled = false;
    bool is_bruised = false;
    bool is_sore = false;   ///< 2 to 8 h afterwards
    bool is_minor = false;  ///< anything that was told as an adverse event
    bool is_major = false;
    std::string major;  ///< what it was
    bool has_fainted = false;
    bool has_felt_nerve = false;  ///< electric pain
    bool has_entered_pleura = false;
    bool has_met_bone = false;
    double deepest = 0.0;  ///< path of the needle
};

/// The scenario's case in the body of `atlas`: fear, threshold and whether it is a first visit are
/// drawn, the rest is the scenario's.
Result<Treatment> treat(const TreatmentOrder& order);

/// Of treatments by hands: columns of `Findings` for a number of treatments of one patient.
enum Column : std::size_t {
    Treatments,
    Twitched,
    Bled,
    Bruised,
    Minor,
    Major,
    TwitchedAndSore,
    PleuraEntered,
    Fainted,
    NerveFelt,
    kColumns
};
Findings count(const std::vector<Treatment>& treatments);

/// Of a column over another, in percent, with its interval (Wilson 1927).
Summary share_of_column(std::size_t of);

/// Treatments with a bruise, in percent: 7.55 of 7,629 (Brady 2014; 95 % interval 7.0 to 8.2) and
/// 7.7 of 20,464 (Boyce 2020).
inline constexpr Range kBruises{7.0, 8.2};
inline constexpr const char* kBruisesInWords = "7.6 (7.0–8.2)";

/// Treatments each patient of a cohort is given, so that a thousand patients give ten thousand.
inline constexpr int kTreatmentsEach = 14;
std::vector<Study> treatments_by_hands();
/// The same treatments on the corridor and on the block of finite elements: that their rates agree.
std::vector<Study> paired_treatments();

}  // namespace dryrun::validation
