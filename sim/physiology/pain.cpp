// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/pain.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/random.h"
#include "physiology/parameter_table.h"

namespace dryrun::physiology {
namespace {

constexpr double kMostNrs = 10.0;
constexpr double kPressBegins_N = 1.0;
constexpr double kPressEnds_N = 0.5;
constexpr double kTellsFromNrs = 1.0;
constexpr double kTellsAgainAfterNrs = 1.5;
constexpr double kTellsAgainAfter_s = 1.0;
// A pain is recognised as one's own only near the point: by the width of the tender region,
// uncertain by a fifth of it.
constexpr double kRecognitionSpreadWidths = 0.2;
constexpr double kUnfearful_nrs = 3.0;
constexpr double kTick_s = 1e-3;
// From one measurement to the next; assumed.
constexpr double kMeasuredSpread = 0.06;
// What draws of an answer are for. Their stream is made where one is due: most ticks need none.
constexpr std::string_view kTenderness = "tenderness";

std::int64_t latency_ticks(const PainParameters& parameters, double drawn) {
    const double seconds =
        parameters.least_latency + (parameters.most_latency - parameters.least_latency) * drawn;
    return static_cast<std::int64_t>(seconds / kTick_s);
}

struct Felt {
    double nrs = 0.0;
    int point = -1;
    Press press;
};

// The pad that hurts most.
Felt felt_of(std::span<const TriggerPoint> points, const PressureThresholds& thresholds,
             const PainParameters& parameters, std::span<const Press> presses) {
    Felt most;
    for (const Press& press : presses) {
        const LocalThreshold local = threshold_at(points, thresholds, parameters, press.on_skin);
        const double nrs = press_nrs(parameters, press.force_N, local.kPa);
        const bool is_more =
            nrs > most.nrs || (nrs == most.nrs && press.force_N > most.press.force_N);
        if (is_more) most = {nrs, local.point, press};
    }
    return most;
}

bool is_worth_saying(const Felt& felt, const PressState& state, std::int64_t tick) {
    if (felt.nrs < kTellsFromNrs || state.due >= 0) return false;
    if (state.said_nrs <= 0.0) return true;
    const bool is_late_enough =
        static_cast<double>(tick - state.last_said) * kTick_s >= kTellsAgainAfter_s;
    return is_late_enough && felt.nrs >= state.said_nrs + kTellsAgainAfterNrs;
}

double referral_chance(const PainParameters& parameters, PointKind kind) {
    switch (kind) {
        case PointKind::Active:
            return parameters.active_referral;
        case PointKind::Latent:
            return parameters.latent_referral;
        case PointKind::BandOnly:
        case PointKind::TenderOnly:
            break;
    }
    return 0.0;
}

TendernessAnswer give_answer(std::span<const TriggerPoint> points, const PainParameters& parameters,
                             std::uint64_t seed, PressState& state) {
    const RandomStream stream(seed, kTenderness);
    const auto number = static_cast<std::uint64_t>(state.answers++);
    TendernessAnswer answer;
    answer.at = state.due_at;
    answer.force_N = state.due_force_N;
    const double said = state.most_nrs + parameters.answer_spread_nrs * stream.normal(number, 1);
    answer.nrs = std::floor(det::clamp(said, kTellsFromNrs, kMostNrs) + 0.5);
    if (state.due_point >= 0) {
        const TriggerPoint& point = points[static_cast<std::size_t>(state.due_point)];
        const double reach =
            parameters.tender_width * (1.0 + kRecognitionSpreadWidths * stream.normal(number, 2));
        const bool is_on_point = distance_on_skin(point, state.due_at) <= reach;
        answer.is_recognised = point.kind == PointKind::Active && is_on_point;
        const double chance = referral_chance(parameters, point.kind);
        if (is_on_point && answer.nrs >= parameters.least_referring_nrs &&
            stream.uniform(number, 3) < chance)
            answer.referring = state.due_point;
    }
    answer.has_jumped = state.most_nrs >=
                        parameters.jump_nrs + parameters.jump_spread_nrs * stream.normal(number, 4);
    return answer;
}

// When pressure reaches the threshold the word is on its way; what is read off is the force then.
void measure(const Felt& felt, std::span<const TriggerPoint> points,
             const PressureThresholds& thresholds, const PainParameters& parameters,
             std::uint64_t seed, std::int64_t tick, PressState& state) {
    if (state.due >= 0) return;
    const RandomStream stream(seed, kTenderness);
    const auto number = static_cast<std::uint64_t>(state.answers);
    const double local = threshold_at(points, thresholds, parameters, felt.press.on_skin).kPa;
    const double found = local * (1.0 + kMeasuredSpread * stream.normal(number, 5));
    if (felt.press.force_N * kAlgometer_kPa_per_N < found) return;
    state.due = tick + latency_ticks(parameters, stream.uniform(number, 0));
    state.due_at = felt.press.on_skin;
    state.due_force_N = felt.press.force_N;
    state.due_point = felt.point;
}

void begin_or_end_press(const Felt& felt, PressState& state) {
    if (!state.is_pressing && felt.press.force_N >= kPressBegins_N) {
        state.is_pressing = true;
        ++state.presses;
        state.most_nrs = 0.0;
        state.said_nrs = 0.0;
    } else if (state.is_pressing && felt.press.force_N < kPressEnds_N) {
        state.is_pressing = false;
        state.is_measuring = false;
    }
}

}  // namespace

std::string_view name_of(PainCause cause) {
    static constexpr std::array<std::string_view, kPainCauses> kNames = {
        "palpation", "skin", "needle", "twitch", "bone", "nerve", "pleura"};
    return kNames[static_cast<std::size_t>(cause)];
}

Result<PainParameters> read_pain_parameters() {
    Result<ParameterTable> table = ParameterTable::read("pain.json");
    if (!table) return table.error();
    PainParameters parameters;
    for (std::size_t i = 1; i < kPainCauses; ++i) {
        const std::string name(name_of(static_cast<PainCause>(i)));
        parameters.kinds[i] = {table->take(name + "_nrs"), table->take(name + "_spread_nrs")};
    }
    parameters.fear_share = table->take("fear_share");
    parameters.fading = table->take("fading_s");
    parameters.tender_width = table->take("tender_width_mm");
    parameters.onset_ratio = table->take("onset_ratio");
    parameters.full_ratio = table->take("full_ratio");
    parameters.answer_spread_nrs = table->take("answer_spread_nrs");
    parameters.least_latency = table->take("least_latency_s");
    parameters.most_latency = table->take("most_latency_s");
    parameters.jump_nrs = table->take("jump_nrs");
    parameters.jump_spread_nrs = table->take("jump_spread_nrs");
    parameters.active_referral = table->take("active_referral");
    parameters.latent_referral = table->take("latent_referral");
    parameters.twitch_referral = table->take("twitch_referral");
    parameters.least_referring_nrs = table->take("least_referring_nrs");
    if (const Status status = table->finish(); !status) return status.error();
    return parameters;
}

void PressState::hash(StateHasher& hasher) const {
    hasher.add(is_pressing);
    hasher.add(presses);
    hasher.add(most_nrs);
    hasher.add(said_nrs);
    hasher.add(due);
    hasher.add(due_at);
    hasher.add(due_force_N);
    hasher.add(static_cast<std::int64_t>(due_point));
    hasher.add(answers);
    hasher.add(last_said);
    hasher.add(felt_nrs);
    hasher.add(is_measuring);
}

void PainState::hash(StateHasher& hasher) const {
    hasher.add(pains);
    hasher.add(lingering);
    hasher.add(press_nrs);
    hasher.add(worst_nrs);
}

LocalThreshold threshold_at(std::span<const TriggerPoint> points,
                            const PressureThresholds& thresholds, const PainParameters& parameters,
                            const Vec3& on_skin) {
    LocalThreshold local{thresholds.healthy_kPa, -1};
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double widths = distance_on_skin(points[i], on_skin) / parameters.tender_width;
        const double lowered =
            (thresholds.healthy_kPa - points[i].threshold_kPa) * det::exp(-widths * widths);
        if (thresholds.healthy_kPa - lowered < local.kPa)
            local = {thresholds.healthy_kPa - lowered, static_cast<int>(i)};
    }
    return local;
}

double press_nrs(const PainParameters& parameters, double force_N, double threshold_kPa) {
    const double ratio = force_N * kAlgometer_kPa_per_N / threshold_kPa;
    return kMostNrs * det::smoothstep(parameters.onset_ratio, parameters.full_ratio, ratio);
}

std::optional<TendernessAnswer> hear_press(std::span<const TriggerPoint> points,
                                           const PressureThresholds& thresholds,
                                           const PainParameters& parameters,
                                           std::span<const Press> presses, std::int64_t tick,
                                           std::uint64_t seed, PressState& state) {
    const Felt felt = felt_of(points, thresholds, parameters, presses);
    begin_or_end_press(felt, state);
    state.felt_nrs = felt.nrs;
    if (state.is_pressing) {
        state.most_nrs = std::max(state.most_nrs, felt.nrs);
        if (state.is_measuring) {
            measure(felt, points, thresholds, parameters, seed, tick, state);
        } else if (is_worth_saying(felt, state, tick)) {
            const RandomStream stream(seed, kTenderness);
            const double drawn = stream.uniform(static_cast<std::uint64_t>(state.answers), 0);
            state.due = tick + latency_ticks(parameters, drawn);
            state.due_at = felt.press.on_skin;
            state.due_force_N = felt.press.force_N;
            state.due_point = felt.point;
        }
        // Until the answer is out it follows what hurts more.
        if (state.due >= 0 && !state.is_measuring && felt.nrs >= state.most_nrs) {
            state.due_at = felt.press.on_skin;
            state.due_force_N = felt.press.force_N;
            state.due_point = felt.point;
        }
    }
    if (state.due < 0 || tick < state.due) return std::nullopt;
    TendernessAnswer answer = give_answer(points, parameters, seed, state);
    if (state.is_measuring) {
        answer.is_measured = true;
        answer.has_jumped = false;
        answer.referring = -1;
        state.is_measuring = false;
    }
    state.due = -1;
    state.last_said = tick;
    state.said_nrs = std::max(answer.nrs, state.most_nrs);
    return answer;
}

Pain feel_pain(PainCause cause, double scale, double fear_nrs, const PainParameters& parameters,
               std::uint64_t seed, PainState& state) {
    const PainKind& kind = parameters.kinds[static_cast<std::size_t>(cause)];
    const RandomStream stream(seed, "pain");
    const double drawn =
        stream.normal(static_cast<std::uint64_t>(state.pains++), static_cast<std::uint64_t>(cause));
    const double fearful = parameters.fear_share * std::max(0.0, fear_nrs - kUnfearful_nrs);
    const double nrs = scale * (kind.mean_nrs + fearful + kind.spread_nrs * drawn);
    const Pain pain{cause, det::clamp(nrs, 0.0, kMostNrs)};
    state.lingering = std::max(state.lingering, pain.nrs);
    state.worst_nrs = std::max(state.worst_nrs, pain.nrs);
    return pain;
}

void fade_pain(const PainParameters& parameters, double press_nrs, PainState& state) {
    // One step of an exponential; explicit, since the tick is thousands of times shorter.
    state.lingering -= state.lingering * (kTick_s / parameters.fading);
    state.press_nrs = press_nrs;
    state.worst_nrs = std::max(state.worst_nrs, press_nrs);
}

}  // namespace dryrun::physiology
