// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The numbers a body is made from.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/json.h"

namespace dryrun::anatomy {

enum class Sex : std::uint8_t { Male, Female };
enum class Posture : std::uint8_t {
    Standing,
    Prone,
    ProneHandBehindBack,
    ProneArmHanging,
    SideLyingLeft,
    SideLyingRight,
    ProneArmsBySide,
    ProneArmOverhead,
};
inline constexpr std::array kEveryPosture = {
    Posture::Standing,        Posture::Prone,           Posture::ProneHandBehindBack,
    Posture::ProneArmHanging, Posture::SideLyingLeft,   Posture::SideLyingRight,
    Posture::ProneArmsBySide, Posture::ProneArmOverhead};

/// What lies under the patient's front.
enum class Support : std::uint8_t { None, BellyPillow, ShoulderBolster };
inline constexpr std::array kEverySupport = {Support::None, Support::BellyPillow,
                                             Support::ShoulderBolster};

/// Defaults are the reference body of the published anatomy.
struct BodyParameters {
    double stature = 1750.0;  ///< 1450 to 2000
    double mass_kg = 75.0;    ///< with stature, BMI 16 to 40
    Sex sex = Sex::Male;
    double age_years = 40.0;     ///< 18 to 90
    double kyphosis_deg = 50.0;  ///< T1–T12, 20 to 70
    double lordosis_deg = 55.0;  ///< T12–S1, 20 to 80
    double muscle_bulk = 1.0;    ///< 0.7 to 1.4, of muscles' thickness at this sex and mass
    Posture posture = Posture::Standing;
    Support support = Support::None;
    double neck_flexion_deg = 0.0;  ///< C1 on T1, beyond the posture's own; -15 to 40
    /// Part of the way from quiet breath out (0) to all that can be breathed in (1); a quiet breath
    /// is kQuietBreath.
    double breath_in = 0.0;
    std::optional<std::uint64_t> seed;  ///< individual variation; none without it
};

/// Half a litre of about three.
inline constexpr double kQuietBreath = 0.17;

inline double body_mass_index(const BodyParameters& body) {
    return body.mass_kg / (body.stature * body.stature * 1e-6);
}

/// Reads the keys stature_mm, mass_kg, sex, age, kyphosis_deg, lordosis_deg, muscle_bulk, posture,
/// support, neck_flexion_deg, breath_in and seed of `reader`; absent ones keep their defaults. Does
/// not call finish().
BodyParameters read_body(JsonReader& reader);
Json to_json(const BodyParameters& body);
Status check_body(const BodyParameters& body, const std::string& place);

std::string_view name_of(Sex sex);
std::string_view name_of(Posture posture);
std::string_view name_of(Support support);

}  // namespace dryrun::anatomy
