// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/response.h"

namespace dryrun::physiology {
namespace {

// Exit pressure that counts against a bruise; how long after the exit that is looked at.
constexpr std::int64_t kPressedTicks = 5000;
constexpr std::int64_t kBruiseDecidedTicks = 10000;
// The first stroke and each fifth one after it may be felt.
constexpr std::int64_t kStrokesPerPain = 5;
// Pressing through the skin instead of tapping hurts more; a weak twitch hurts less. Assumed.
constexpr double kSlowSkinScale = 1.8;
constexpr double kTwitchPainFloor = 0.5;

class Step {
  public:
    Step(const Body& body, const ResponseInput& input, ResponseState& state)
        : body_(body), input_(input), state_(state) {}

    ResponseFacts run() {
        press();
        if (input_.needle) {
            needle(*input_.needle);
        } else {
            follow_passes(body_.points, body_.parameters.twitch, std::nullopt, input_.tick,
                          body_.seed, state_.twitch);
            if (state_.insertion) exit();
        }
        bruise();
        return std::move(facts_);
    }

  private:
    void hurt(PainCause cause, double scale = 1.0) {
        facts_.pains.push_back(feel_pain(cause, scale, body_.fear_nrs, body_.parameters.pain,
                                         body_.seed, state_.pain));
    }

    void press() {
        const PainParameters& pain = body_.parameters.pain;
        facts_.tenderness = hear_press(body_.points, body_.thresholds, pain, input_.presses,
                                       input_.tick, body_.seed, state_.press);
        fade_pain(pain, state_.press.felt_nrs, state_.pain);
        // What the fingers do is felt as pain when it is said, like any other.
        if (facts_.tenderness)
            facts_.pains.push_back({PainCause::Palpation, facts_.tenderness->nrs});
    }

    void needle(const NeedleContact& contact) {
        if (!state_.insertion) {
            state_.insertion = InsertionExposure{.number = state_.insertions++,
                                                 .needle_diameter = contact.diameter,
                                                 .is_antithrombotic = body_.is_antithrombotic};
            state_.stroke_pains = 0;
        }
        state_.insertion->strokes = contact.strokes;
        if (contact.has_punctured_skin)
            hurt(PainCause::Skin, contact.is_skin_slow ? kSlowSkinScale : 1.0);
        if (contact.has_touched_bone) hurt(PainCause::Bone);
        while (state_.stroke_pains * kStrokesPerPain < contact.strokes) {
            ++state_.stroke_pains;
            hurt(PainCause::Needle);
        }
        pass(contact);
        touch(contact);
    }

    void pass(const NeedleContact& contact) {
        const bool is_in_muscle =
            contact.inside &&
            body_.atlas->structure(*contact.inside).tissue == anatomy::Tissue::Muscle;
        const TipMotion tip{contact.tip, contact.tip_speed_mm_s, is_in_muscle};
        facts_.passes = follow_passes(body_.points, body_.parameters.twitch, tip, input_.tick,
                                      body_.seed, state_.twitch);
        for (const Pass& done : facts_.passes)
            if (done.has_twitched)
                hurt(PainCause::Twitch,
                     kTwitchPainFloor + (1.0 - kTwitchPainFloor) * done.strength);
    }

    void touch(const NeedleContact& contact) {
        facts_.contacts =
            follow_contacts(*body_.atlas, contact.tip, contact.inside,
                            body_.parameters.complication, body_.seed, state_.contact);
        for (std::size_t i = 0; i < facts_.contacts.nerves.size(); ++i) hurt(PainCause::Nerve);
        if (!facts_.contacts.vessels.empty()) state_.insertion->has_hit_vessel = true;
        if (facts_.contacts.has_passed_pleura) hurt(PainCause::Pleura);
    }

    void exit() {
        facts_.bleeding =
            draw_bleeding(*state_.insertion, body_.parameters.complication, body_.seed);
        state_.exited = *state_.insertion;
        state_.insertion.reset();
        state_.exit_tick = input_.tick;
        state_.pressed_ticks = 0;
        state_.contact.nerves_near.clear();
        state_.contact.vessels_in.clear();
    }

    void bruise() {
        if (!state_.exited) return;
        if (input_.is_exit_pressed) ++state_.pressed_ticks;
        const bool was_pressed = state_.pressed_ticks >= kPressedTicks;
        if (!was_pressed && input_.tick - state_.exit_tick < kBruiseDecidedTicks) return;
        facts_.bruise_width =
            draw_bruise(*state_.exited, was_pressed, body_.parameters.complication, body_.seed);
        state_.exited.reset();
    }

    const Body& body_;
    const ResponseInput& input_;
    ResponseState& state_;
    ResponseFacts facts_;
};

void hash_insertion(const std::optional<InsertionExposure>& insertion, StateHasher& hasher) {
    hasher.add(insertion.has_value());
    if (!insertion) return;
    hasher.add(insertion->number);
    hasher.add(insertion->needle_diameter);
    hasher.add(insertion->strokes);
    hasher.add(insertion->has_hit_vessel);
    hasher.add(insertion->is_antithrombotic);
}

}  // namespace

Result<ResponseParameters> read_response_parameters() {
    auto twitch = read_twitch_parameters();
    if (!twitch) return twitch.error();
    auto pain = read_pain_parameters();
    if (!pain) return pain.error();
    auto complication = read_complication_parameters();
    if (!complication) return complication.error();
    return ResponseParameters{*twitch, *pain, *complication};
}

void ResponseState::hash(StateHasher& hasher) const {
    twitch.hash(hasher);
    press.hash(hasher);
    pain.hash(hasher);
    contact.hash(hasher);
    hash_insertion(insertion, hasher);
    hasher.add(insertions);
    hash_insertion(exited, hasher);
    hasher.add(exit_tick);
    hasher.add(pressed_ticks);
    hasher.add(stroke_pains);
}

ResponseFacts step_response(const Body& body, const ResponseInput& input, ResponseState& state) {
    return Step(body, input, state).run();
}

}  // namespace dryrun::physiology
