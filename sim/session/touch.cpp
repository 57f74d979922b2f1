// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Fingers and needle on one tissue. Each solves its own contact and sees the other's load of the
// tick before, so neither has to wait for the other within a tick.
#include "physiology/twitch.h"
#include "session/running.h"

namespace dryrun::session {
namespace {

constexpr std::int64_t kLookAhead_ticks = 20;  // between looks at where hands in the air are

void find_active_stress(Running& running) {
    running.band_active_kPa.assign(running.sites->bands().size(), 0.0);
    const auto& twitch = running.response.twitch;
    const auto& parameters = running.body.parameters.twitch;
    if (twitch.twitching < 0) return;
    const int band = running.band_of[static_cast<std::size_t>(twitch.twitching)];
    if (band < 0) return;
    running.band_active_kPa[static_cast<std::size_t>(band)] =
        physiology::twitch_stress_kPa(parameters, twitch, running.tick);
}

bool is_hand_off(const Running& running, const events::PalpatingHand& hand) {
    return running.fingers.pads.empty() && !running.fingers.is_out_of_room && !hand.is_on_patient;
}

void touch_with_fingers(Running& running, const TickWork& work) {
    const events::PalpatingHand& hand = work.hands.palpating_hand;
    if (is_rigid(running)) {
        step_fingers_in_corridor(hand, *running.atlas, running.sites->materials(),
                                 running.sites->bands(), running.corridor, running.fingers);
        return;
    }
    if (!running.sites->site()) return;
    const tissue::Site& site = *running.sites->site();
    if (is_hand_off(running, hand) && running.fingers.memory.is_blank) return;
    palpation::step_fingers(hand, *running.atlas, site,
                            running.sites->materials().named("muscle").relaxation,
                            running.surface_background, running.fingers, running.surface_N);
}

void touch_with_needle(Running& running, TickWork& work) {
    const events::NeedlingHand& hand = work.hands.needling_hand;
    running.is_in_guide_tube = hand.tool == events::Tool::NeedleInGuideTube;
    const bool is_on_tissue = running.needle.tip_state != needle::TipState::Free;
    if (!running.decided.needle || (!holds_needle(hand) && !is_on_tissue)) {
        if (!running.is_needle_away) running.needle = {};
        running.is_needle_away = true;
        return;
    }
    running.is_needle_away = false;
    const needle::NeedleSpec& spec = *running.decided.needle;
    needle::NeedleSurroundings around;
    around.atlas = running.atlas.get();
    around.site = running.sites->site().get();
    around.materials = &running.sites->materials();
    around.bands = &running.sites->bands();
    around.station_background = running.station_background;
    around.surface_N = running.surface_N;
    around.scale = running.options.scale;
    around.is_in_guide_tube = running.is_in_guide_tube;
    around.lays_in_parts = true;
    const physiology::ResponseParameters& body = running.body.parameters;
    around.muscle_grasp =
        physiology::twitch_grasp(body.twitch, running.response.twitch, running.tick) *
        physiology::held_grasp(body.mishap, running.response.mishap);
    if (around.site && !running.needle.track) {
        const Vec3 tip = hand.position + hand.direction * (hand.travel + spec.length);
        around.entry_background = entry_background(*around.site, tip, running.surface_N);
    }
    work.needle_facts = is_rigid(running)
                            ? step_needle_in_corridor(hand, spec, around, running.needle)
                            : needle::step_needle(hand, spec, around, running.needle);
}

}  // namespace

void find_tissue(Running& running, const TickWork& work) {
    if (is_rigid(running)) return;
    const double length = running.decided.needle ? running.decided.needle->length : 0.0;
    const bool is_needle_on =
        running.needle.tip_state != needle::TipState::Free || running.needle.next_track != nullptr;
    const auto focus =
        is_needle_on ? std::nullopt : focus_of_hands(*running.atlas, work.hands, length);
    // A fold stays on the block that it is lifted from while that holds the needle too.
    const bool has_fold = running.is_fold_raised && focus && running.sites->site()->covers(*focus);
    if (!focus && !is_needle_on && running.tick % kLookAhead_ticks == 0) {
        const auto above = focus_of_hands_in_air(*running.atlas, work.hands, length);
        if (above) running.sites->expect(*above);
    }
    const bool is_tied = is_needle_on || has_fold;
    if (!running.sites->follow(running.tick, focus, is_tied, running.fingers.is_out_of_room))
        return;
    running.surface_N.assign(static_cast<std::size_t>(running.sites->site()->surface_count()), 0.0);
}

void touch(Running& running, TickWork& work) {
    find_active_stress(running);
    if (running.sites->site()) {
        const tissue::Site& site = *running.sites->site();
        const tissue::Track* track = running.needle.track ? &*running.needle.track : nullptr;
        if (!is_hand_off(running, work.hands.palpating_hand)) {
            surface_background(site, track, running.needle.block_load_N, running.band_active_kPa,
                               running.surface_background);
        }
        running.station_background.clear();
        if (track) {
            station_background(site, *track, running.surface_N, running.band_active_kPa,
                               running.station_background);
        }
    }
    touch_with_fingers(running, work);
    work.contact = contact_of(running.fingers);
    touch_with_needle(running, work);
}

}  // namespace dryrun::session
