// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/response.h"

#include <algorithm>

#include "core/random.h"

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
// From the injury to its first sign; assumed.
constexpr double kBreathless_s = 25.0;
constexpr double kFlankPain_s = 20.0;
constexpr std::string_view kAtOnce = "immediate";
constexpr double kTicksPerSecond = 1000.0;

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
        go_wrong();
        return std::move(facts_);
    }

  private:
    bool is_step_done(std::string_view step) const {
        return std::find(input_.steps.begin(), input_.steps.end(), step) != input_.steps.end();
    }

    void hurt(PainCause cause, double scale = 1.0) {
        facts_.pains.push_back(feel_pain(cause, scale, body_.risk.fear_nrs, body_.parameters.pain,
                                         body_.seed, state_.pain));
    }

    void press() {
        const PainParameters& pain = body_.parameters.pain;
        if (is_step_done("measure_threshold")) state_.press.is_measuring = true;
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
                                                 .is_antithrombotic = body_.risk.is_antithrombotic};
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
        state_.dose.resize(body_.points.size(), 0.0);
        for (const Pass& done : facts_.passes) {
            state_.dose[static_cast<std::size_t>(done.point)] += done.opportunity;
            if (!done.has_twitched) continue;
            hurt(PainCause::Twitch, kTwitchPainFloor + (1.0 - kTwitchPainFloor) * done.strength);
            const PointKind kind = body_.points[static_cast<std::size_t>(done.point)].kind;
            const bool can_refer = kind == PointKind::Active || kind == PointKind::Latent;
            const RandomStream stream(body_.seed, "referred by a twitch");
            const double drawn = stream.uniform(static_cast<std::uint64_t>(input_.tick));
            if (can_refer && drawn < body_.parameters.pain.twitch_referral)
                facts_.referring_twitch = done.point;
        }
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
        respond_to_treatment();
        state_.exited = *state_.insertion;
        state_.insertion.reset();
        state_.exit_tick = input_.tick;
        state_.pressed_ticks = 0;
        state_.contact.leave_skin();
    }

    // Each point that has had its dose, once.
    void respond_to_treatment() {
        state_.dose.resize(body_.points.size(), 0.0);
        state_.is_treated.resize(body_.points.size(), false);
        for (std::size_t i = 0; i < body_.points.size(); ++i) {
            const PointKind kind = body_.points[i].kind;
            const bool can_respond = kind == PointKind::Active || kind == PointKind::Latent;
            if (!can_respond || state_.is_treated[i] ||
                state_.dose[i] < body_.parameters.treatment.least_dose)
                continue;
            state_.is_treated[i] = true;
            const bool has_twitched = state_.twitch.points[i].twitches > 0;
            facts_.responses.push_back(draw_response(static_cast<int>(i), has_twitched,
                                                     body_.parameters.treatment, body_.seed));
            // What the patient came with is the pain of active points.
            if (kind == PointKind::Active)
                state_.eased_nrs =
                    std::max(state_.eased_nrs, facts_.responses.back().pain_change_nrs);
        }
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

    void go_wrong() {
        MishapInput input;
        input.tick = input_.tick;
        input.is_needle_in = input_.needle.has_value();
        input.pain_now_nrs = state_.pain.now();
        input.steps = input_.steps;
        for (const Pass& pass : facts_.passes) input.has_twitched |= pass.has_twitched;
        if (input_.needle) {
            input.has_punctured_skin = input_.needle->has_punctured_skin;
            input.pull_N = input_.needle->pull_N;
        }
        facts_.mishaps = step_mishaps(body_.risk, body_.planned, body_.parameters.mishap, input,
                                      body_.seed, state_.mishap);
        const MishapFacts& mishaps = facts_.mishaps;
        for (std::size_t i = 0; i < mishaps.emergencies.size(); ++i)
            begin(mishaps.emergencies[i], mishaps.delays_s[i]);
        if (facts_.contacts.pneumothorax == kAtOnce) begin("pneumothorax", kBreathless_s);
        if (facts_.contacts.has_entered_canal) begin("canal", 0.0);
        if (facts_.contacts.has_entered_kidney) begin("kidney", kFlankPain_s);
        if (state_.emergency.all.empty()) return;
        std::vector<std::string> steps(input_.steps.begin(), input_.steps.end());
        if (mishaps.has_jerked) steps.emplace_back("jerk");
        facts_.emergencies =
            step_emergencies(body_.parameters.emergencies,
                             {input_.tick, steps, input_.needle.has_value()}, state_.emergency);
    }

    void begin(std::string_view kind, double delay_s) {
        const auto starts = input_.tick + static_cast<std::int64_t>(delay_s * kTicksPerSecond);
        begin_emergency(body_.parameters.emergencies, kind, starts, state_.emergency);
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
    auto point = read_point_parameters();
    if (!point) return point.error();
    auto twitch = read_twitch_parameters();
    if (!twitch) return twitch.error();
    auto pain = read_pain_parameters();
    if (!pain) return pain.error();
    auto complication = read_complication_parameters();
    if (!complication) return complication.error();
    auto mishap = read_mishap_parameters();
    if (!mishap) return mishap.error();
    auto emergencies = read_emergencies();
    if (!emergencies) return emergencies.error();
    auto treatment = read_treatment_parameters();
    if (!treatment) return treatment.error();
    return ResponseParameters{
        *point, *twitch, *pain, *complication, *treatment, *mishap, *std::move(emergencies)};
}

void ResponseState::hash(StateHasher& hasher) const {
    twitch.hash(hasher);
    press.hash(hasher);
    pain.hash(hasher);
    contact.hash(hasher);
    mishap.hash(hasher);
    emergency.hash(hasher);
    hash_insertion(insertion, hasher);
    hasher.add(insertions);
    hash_insertion(exited, hasher);
    hasher.add(exit_tick);
    hasher.add(pressed_ticks);
    hasher.add(stroke_pains);
    hasher.add(std::span<const double>(dose));
    for (const bool treated : is_treated) hasher.add(treated);
    hasher.add(eased_nrs);
}

void apply_response(const PointResponse& response, const PressureThresholds& thresholds,
                    TriggerPoint& point) {
    point.threshold_kPa =
        std::min(point.threshold_kPa + response.threshold_change_kPa, thresholds.healthy_kPa);
    point.endplate_noise_uV *= response.noise_share;
    // No band is softer than the muscle that it lies in.
    double& ratio = point.band.stiffness_ratio;
    ratio = std::max(1.0, ratio * response.stiffness_share);
}

double eased_nrs(const Body& body, const ResponseState& state) {
    const bool is_any_treated =
        std::find(state.is_treated.begin(), state.is_treated.end(), true) != state.is_treated.end();
    return is_any_treated ? state.eased_nrs
                          : draw_untreated_change_nrs(body.parameters.treatment, body.seed);
}

ResponseFacts step_response(const Body& body, const ResponseInput& input, ResponseState& state) {
    return Step(body, input, state).run();
}

}  // namespace dryrun::physiology
