// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Percepts of a tick: what a person with these two hands could feel, see and hear.
//
// Sensing noise is drawn anew every 100 ms and stays for so long: fingers do not average faster
// than that. Its size is chosen so that a press tells hard from soft ground but not two pressures
// 5 % apart (a Weber fraction of 5 to 10 % for force and 10 to 20 % for compliance is usual; the
// values here are ASSUMED within that).
#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/random.h"
#include "physiology/emg.h"
#include "physiology/twitch.h"
#include "session/running.h"

namespace dryrun::session {
namespace {

constexpr std::int64_t kNoise_ticks = 100;
constexpr std::string_view kFingerNoise = "felt by the finger";
constexpr double kForceNoise = 0.05;
constexpr double kStiffnessNoise = 0.10;
constexpr double kTaxelNoise = 0.05;
constexpr double kTaxelFloor_kPa = 0.3;
constexpr std::int64_t kGive_ticks = 100;
constexpr std::int64_t kFlinch_ticks = 300;
// Movement of lit skin that an attentive eye sees (ASSUMED).
constexpr double kVisibleMovement = 0.05;

bool is_muscle(const Running& running, std::optional<anatomy::StructureId> structure) {
    return structure && running.atlas->structure(*structure).tissue == anatomy::Tissue::Muscle;
}

std::uint64_t noise_block(std::int64_t tick) {
    return static_cast<std::uint64_t>(tick / kNoise_ticks);
}

// Draws the noise of this tenth of a second where it is not the one that is held.
void hold_noise(const Running& running, std::string_view purpose, HeldNoise& held) {
    const std::uint64_t block = noise_block(running.tick);
    if (held.block == block) return;
    const RandomStream stream(running.seed, purpose);
    held.block = block;
    for (std::size_t i = 0; i < held.drawn.size(); ++i) held.drawn[i] = stream.normal(block, i);
}

double noisy(double drawn, double share) {
    return std::max(0.0, 1.0 + share * drawn);
}

// The skin's own directions under the pad; looked for again where the pad has moved.
void feel_directions(const Vec3& centre, Running& running) {
    if (!running.pad_skin_at || *running.pad_skin_at != centre) {
        running.pad_skin_at = centre;
        running.pad_skin = running.atlas->skin_at(centre);
    }
    if (!running.pad_skin) return;
    running.percepts.pad_normal = running.pad_skin->normal;
    running.percepts.pad_medial = running.pad_skin->medial;
    running.percepts.pad_caudal = running.pad_skin->caudal;
}

void feel_with_fingers(Running& running, const TickWork& work) {
    Percepts& percepts = running.percepts;
    const HandContact& contact = work.contact;
    const bool was_touching = percepts.is_touching;
    percepts.is_touching = contact.is_touching;
    percepts.is_out_of_room = running.fingers.is_out_of_room;
    if (!contact.is_touching) {
        if (!was_touching) return;
        percepts.pad_force_N = percepts.pad_indentation = percepts.pad_stiffness_N_per_mm = 0.0;
        percepts.taxel_kPa.fill(0.0);
        return;
    }
    percepts.pad_position = contact.centre;
    percepts.pad_normal = contact.normal;
    feel_directions(contact.centre, running);
    if (running.options.are_percepts_muted) return;
    hold_noise(running, kFingerNoise, running.finger_noise);
    percepts.pad_force_N = contact.force_N * noisy(running.finger_noise.drawn[0], kForceNoise);
    percepts.pad_indentation = contact.indentation;
    percepts.pad_stiffness_N_per_mm =
        contact.stiffness_N_per_mm * noisy(running.finger_noise.drawn[1], kStiffnessNoise);
    const palpation::PadContact& pad = running.fingers.pads.front();
    if (running.tick % kNoise_ticks == 0 || !was_touching) {
        const RandomStream stream(running.seed, kFingerNoise);
        const std::uint64_t block = noise_block(running.tick);
        for (std::size_t i = 0; i < running.taxel_noise.size(); ++i) {
            running.taxel_noise[i] = stream.normal(block, 10 + i);
        }
    }
    for (std::size_t i = 0; i < percepts.taxel_kPa.size(); ++i) {
        const double spread = kTaxelNoise * pad.taxel_kPa[i] + kTaxelFloor_kPa;
        percepts.taxel_kPa[i] = std::max(0.0, pad.taxel_kPa[i] + spread * running.taxel_noise[i]);
    }
}

void feel_with_needle(Running& running, const TickWork& work) {
    Percepts& percepts = running.percepts;
    const needle::NeedleState& needle = running.needle;
    const double length = running.decided.needle ? running.decided.needle->length : 0.0;
    percepts.is_needle_in = running.insertion.has_value();
    percepts.shaft_outside = percepts.is_needle_in ? length - needle.tip_path : length;
    if (running.options.are_percepts_muted) return;
    if (work.has_felt_give) running.last_give = running.tick;
    percepts.has_felt_give =
        running.last_give >= 0 && running.tick - running.last_give < kGive_ticks;
    percepts.needle_force_N = percepts.needle_torque_Nmm = 0.0;
    if (needle.axial_force_N != 0.0 || needle.torque_Nmm != 0.0) {
        hold_noise(running, "felt by the needling hand", running.needle_noise);
        const auto& drawn = running.needle_noise.drawn;
        percepts.needle_force_N = needle.axial_force_N * noisy(drawn[0], kForceNoise);
        percepts.needle_torque_Nmm = needle.torque_Nmm * noisy(drawn[1], kForceNoise);
    }
    percepts.is_on_bone = needle.tip_state == needle::TipState::OnBone;
    percepts.shaft_bend = needle.bend;
}

// Of the skin, by 1 kPa of active stress in a band.
double most_movement(const Running& running, std::size_t band) {
    if (is_rigid(running)) return rise_over_band(running.sites->bands()[band]);
    double most = 0.0;
    for (const double moved :
         running.sites->site()->surface_response_to_band(static_cast<int>(band))) {
        most = std::max(most, std::fabs(moved));
    }
    return most;
}

void see_twitch(Running& running) {
    Percepts& percepts = running.percepts;
    percepts.seen_twitch = percepts.needle_kick_N = 0.0;
    const bool has_skin_to_see = running.sites->site() || is_rigid(running);
    if (running.options.are_percepts_muted || !has_skin_to_see) return;
    for (std::size_t band = 0; band < running.band_active_kPa.size(); ++band) {
        const double stress = running.band_active_kPa[band];
        if (stress == 0.0) continue;
        const double most = most_movement(running, band);
        if (most * stress >= kVisibleMovement) percepts.seen_twitch = most * stress;
        if (running.insertion) {
            percepts.needle_kick_N =
                std::fabs(running.needle.axial_force_N - running.force_before_twitch_N);
        }
    }
}

void see_patient(Running& running) {
    Percepts& percepts = running.percepts;
    if (running.options.are_percepts_muted) return;
    percepts.has_flinched =
        running.last_jump >= 0 && running.tick - running.last_jump < kFlinch_ticks;
    const auto& emergency = running.response.emergency;
    if (emergency.all.empty()) return;
    percepts.signs = physiology::signs_now(running.body.parameters.emergencies, emergency);
}

void read_electrode(Running& running) {
    Percepts& percepts = running.percepts;
    percepts.emg_uV = 0.0;
    if (!running.scenario.has_emg || !running.insertion || running.options.are_percepts_muted)
        return;
    physiology::EmgInput input;
    input.points = running.body.points;
    input.tick = running.tick;
    input.seed = running.seed;
    input.tip = {running.needle.tip_at_rest, std::fabs(running.needle.tip_speed_mm_s),
                 is_muscle(running, running.inside)};
    const physiology::ResponseParameters& parameters = running.body.parameters;
    percepts.emg_uV =
        physiology::emg_uV(input, parameters.point, parameters.twitch, running.response.twitch);
}

}  // namespace

void perceive(Running& running, const TickWork& work) {
    running.percepts.tick = running.tick;
    feel_with_fingers(running, work);
    feel_with_needle(running, work);
    see_twitch(running);
    see_patient(running);
    read_electrode(running);
}

}  // namespace dryrun::session
