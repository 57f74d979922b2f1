// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/mishap.h"

#include <algorithm>

#include "core/random.h"
#include "physiology/odds.h"
#include "physiology/parameter_table.h"

namespace dryrun::physiology {
namespace {

constexpr double kTicksPerSecond = 1000.0;
constexpr double kFearful_nrs = 7.0;
// Without a twitch muscle takes hold within this, if it does; assumed.
constexpr double kHoldsWithin_s = 8.0;
// Between the puncture and the first sign of a faint; assumed.
constexpr double kLeastOnset_s = 5.0;
constexpr double kMostOnset_s = 45.0;
// Held for so long a muscle tires and lets go by itself; assumed.
constexpr double kTires_s = 180.0;
constexpr double kEased = 0.5;  // of a jerk: pulled less, the needle is let be
// Patients are asked whether they move four times a second.
constexpr std::int64_t kMoveLook_ticks = 250;

double seconds(std::int64_t ticks) {
    return static_cast<double>(ticks) / kTicksPerSecond;
}

bool is_done(std::span<const std::string> steps, std::string_view step) {
    return std::find(steps.begin(), steps.end(), step) != steps.end();
}

class Step {
  public:
    Step(const PatientRisk& risk, std::span<const PlannedEvent> planned,
         const MishapParameters& parameters, const MishapInput& input, std::uint64_t seed,
         MishapState& state)
        : risk_(risk),
          planned_(planned),
          parameters_(parameters),
          input_(input),
          seed_(seed),
          state_(state) {}

    MishapFacts run() {
        if (input_.has_punctured_skin) puncture();
        plan();
        if (input_.is_needle_in) {
            move();
            take_hold();
            jerk();
            let_go();
        } else if (state_.punctured >= 0) {
            come_out();
        }
        return std::move(facts_);
    }

  private:
    // One number for each question about an insertion, so that none shifts another.
    enum Question : std::uint64_t { Faints, Onset, Holds, Bends, JerkBends, Breaks, Moves };
    double drawn(Question question, std::int64_t number) const {
        return RandomStream(seed_, "mishap").uniform(static_cast<std::uint64_t>(number), question);
    }

    void begin(std::string kind, double delay_s) {
        facts_.emergencies.push_back(std::move(kind));
        facts_.delays_s.push_back(delay_s);
    }

    void puncture() {
        state_.punctured = input_.tick;
        ++state_.insertions;
        state_.is_hold_drawn = false;
        if (state_.first_puncture >= 0) return;
        state_.first_puncture = input_.tick;
        if (drawn(Faints, 0) >= vasovagal_chance(risk_, parameters_)) return;
        begin("vasovagal", kLeastOnset_s + (kMostOnset_s - kLeastOnset_s) * drawn(Onset, 0));
    }

    void plan() {
        if (state_.first_puncture < 0) return;
        const double since = seconds(input_.tick - state_.first_puncture);
        while (state_.planned < planned_.size() && planned_[state_.planned].after_s <= since) {
            const PlannedEvent& event = planned_[state_.planned];
            // A needle that is not in cannot be held or break: the event waits for the next.
            const bool needs_needle = event.kind == "stuck_needle" || event.kind == "broken_needle";
            if (needs_needle && !input_.is_needle_in) return;
            ++state_.planned;
            if (event.kind == "stuck_needle") {
                hold();
            } else if (event.kind == "broken_needle") {
                break_needle();
            } else {
                begin(event.kind, 0.0);
            }
        }
    }

    void move() {
        const double above = input_.pain_now_nrs - parameters_.moves_from_nrs;
        if (above <= 0.0 || input_.tick % kMoveLook_ticks != 0) return;
        const double chance = parameters_.moves_a_second * above * seconds(kMoveLook_ticks);
        if (drawn(Moves, input_.tick) >= chance) return;
        facts_.has_moved = true;
        if (drawn(Bends, input_.tick) < with_odds(parameters_.bent, parameters_.odds_moved))
            bend("movement");
    }

    void take_hold() {
        if (state_.is_hold_drawn) return;
        const bool is_late = seconds(input_.tick - state_.punctured) >= kHoldsWithin_s;
        if (!input_.has_twitched && !is_late) return;
        state_.is_hold_drawn = true;
        const double odds = input_.has_twitched ? parameters_.odds_spasm : 1.0;
        if (drawn(Holds, state_.insertions) < with_odds(parameters_.held_fast, odds)) hold();
    }

    void hold() {
        if (state_.is_held) return;
        state_.is_held = true;
        state_.held_from = input_.tick;
        state_.waited_s = 0.0;
        state_.is_relaxed = state_.is_eased = false;
        facts_.is_held_now = true;
        begin("stuck_needle", 0.0);
    }

    // One pull, however long it lasts, is one jerk.
    void jerk() {
        if (input_.pull_N < kEased * parameters_.jerk_N) state_.is_pulled = false;
        if (!state_.is_held || state_.is_pulled || input_.pull_N < parameters_.jerk_N) return;
        state_.is_pulled = true;
        facts_.has_jerked = true;
        state_.waited_s = 0.0;  // it hurts, and the muscle tightens again
        if (state_.is_bent) {
            if (drawn(Breaks, input_.tick) < parameters_.bent_breaks) break_needle();
        } else if (drawn(JerkBends, input_.tick) < parameters_.jerk_bends) {
            bend("jerk");
        }
    }

    void let_go() {
        if (!state_.is_held) return;
        state_.is_relaxed = state_.is_relaxed || is_done(input_.steps, "relax_and_wait");
        state_.is_eased = state_.is_eased || is_done(input_.steps, "change_position_back") ||
                          is_done(input_.steps, "tap_nearby");
        if (state_.is_relaxed && !state_.is_pulled) state_.waited_s += seconds(1);
        const double needed = parameters_.lets_go_after_s * (state_.is_eased ? 0.5 : 1.0);
        const double held_for = seconds(input_.tick - state_.held_from);
        if (state_.waited_s < needed && held_for < kTires_s) return;
        release(held_for);
    }

    void release(double held_for) {
        state_.is_held = false;
        facts_.is_let_go = true;
        facts_.held_for_s = held_for;
    }

    void come_out() {
        state_.punctured = -1;
        if (state_.is_held) release(seconds(input_.tick - state_.held_from));
        if (!state_.is_bent && drawn(Bends, -state_.insertions) < parameters_.bent)
            bend("withdrawal");
        state_.is_bent = state_.is_broken = false;
    }

    void bend(std::string by) {
        if (state_.is_bent) return;
        state_.is_bent = true;
        facts_.has_bent = true;
        facts_.bent_by = std::move(by);
    }

    void break_needle() {
        if (state_.is_broken) return;
        state_.is_broken = true;
        facts_.has_broken = true;
        begin("broken_needle", 0.0);
    }

    const PatientRisk& risk_;
    std::span<const PlannedEvent> planned_;
    const MishapParameters& parameters_;
    const MishapInput& input_;
    std::uint64_t seed_;
    MishapState& state_;
    MishapFacts facts_;
};

}  // namespace

Result<MishapParameters> read_mishap_parameters() {
    Result<ParameterTable> table = ParameterTable::read("mishaps.json");
    if (!table) return table.error();
    MishapParameters p;
    p.vasovagal = table->take("vasovagal");
    p.odds_upright = table->take("odds_upright");
    p.odds_later_visit = table->take("odds_later_visit");
    p.odds_fasting = table->take("odds_fasting");
    p.odds_fearful = table->take("odds_fearful");
    p.odds_fainted_before = table->take("odds_fainted_before");
    p.held_fast = table->take("held_fast");
    p.odds_spasm = table->take("odds_spasm");
    p.held_grasp = table->take("held_grasp");
    p.lets_go_after_s = table->take("lets_go_after_s");
    p.bent = table->take("bent");
    p.odds_moved = table->take("odds_moved");
    p.jerk_N = table->take("jerk_N");
    p.jerk_bends = table->take("jerk_bends");
    p.bent_breaks = table->take("bent_breaks");
    p.moves_from_nrs = table->take("moves_from_nrs");
    p.moves_a_second = table->take("moves_a_second");
    p.soreness_after_twitch = table->take("soreness_after_twitch");
    p.soreness = table->take("soreness");
    p.pain_during = table->take("pain_during");
    p.odds_twitch = table->take("odds_twitch");
    p.odds_many_strokes = table->take("odds_many_strokes");
    p.pain_after = table->take("pain_after");
    p.odds_each_insertion = table->take("odds_each_insertion");
    p.odds_women = table->take("odds_women");
    p.aggravation = table->take("aggravation");
    p.drowsiness = table->take("drowsiness");
    p.headache = table->take("headache");
    p.nausea = table->take("nausea");
    p.fatigue = table->take("fatigue");
    p.infection = table->take("infection");
    p.odds_unclean = table->take("odds_unclean");
    p.haematoma_width = table->take("haematoma_width_mm");
    if (const Status status = table->finish(); !status) return status.error();
    return p;
}

std::vector<Error> check_planned_events(std::span<const PlannedEvent> planned,
                                        std::span<const EmergencyKind> kinds) {
    std::vector<Error> errors;
    for (std::size_t i = 0; i < planned.size(); ++i)
        if (!find_emergency(kinds, planned[i].kind))
            errors.push_back(bad_input("planned_events[" + std::to_string(i) + "].kind",
                                       "\"" + planned[i].kind + "\" is no emergency",
                                       "assets/physiology/emergencies.json names them"));
    return errors;
}

double vasovagal_chance(const PatientRisk& risk, const MishapParameters& parameters) {
    double odds = 1.0;
    if (!risk.is_first_visit) odds *= parameters.odds_later_visit;
    if (risk.is_upright) odds *= parameters.odds_upright;
    if (risk.is_fasting) odds *= parameters.odds_fasting;
    if (risk.fear_nrs >= kFearful_nrs) odds *= parameters.odds_fearful;
    if (risk.has_fainted_before) odds *= parameters.odds_fainted_before;
    return with_odds(parameters.vasovagal, odds);
}

double held_grasp(const MishapParameters& parameters, const MishapState& state) {
    return state.is_held ? parameters.held_grasp : 1.0;
}

MishapFacts step_mishaps(const PatientRisk& risk, std::span<const PlannedEvent> planned,
                         const MishapParameters& parameters, const MishapInput& input,
                         std::uint64_t seed, MishapState& state) {
    return Step(risk, planned, parameters, input, seed, state).run();
}

void MishapState::hash(StateHasher& hasher) const {
    hasher.add(first_puncture);
    hasher.add(insertions);
    hasher.add(punctured);
    hasher.add(is_hold_drawn);
    hasher.add(is_held);
    hasher.add(held_from);
    hasher.add(waited_s);
    hasher.add(is_relaxed);
    hasher.add(is_eased);
    hasher.add(is_bent);
    hasher.add(is_broken);
    hasher.add(is_pulled);
    hasher.add(static_cast<std::int64_t>(planned));
}

}  // namespace dryrun::physiology
