// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Agreement and accuracy of palpation, against what was counted among people who palpate. Each
// subject is a patient whom several raters feel, each in a session of his own on the rigid
// corridor (raters.h).
#include <algorithm>
#include <cmath>

#include "core/random.h"
#include "validation/cohorts.h"
#include "validation/raters.h"

namespace dryrun::validation {
namespace {

constexpr const char* kMyburgh = "Myburgh 2011 Man Ther 16:136, 81 people";
constexpr const char* kRibs = "J Bodyw Mov Ther 2021 26:7, 202 ribs";
constexpr const char* kRibsBefore = "Muscle Nerve 2018 57:61, 88 ribs";
constexpr const char* kTuned = "spread of the raters' criterion tuned to this";

// Of points from the middle of the spot that is judged, per axis. ASSUMED
constexpr double kPointSpread = 5.0;

enum Rated : std::size_t {
    FirstExpert,
    SecondExpert,
    FirstNovice,
    SecondNovice,
    Pressure,
    RibIsRight,
    Confidence,
    Muscle,
    ThresholdDifference,
    LevelIsRight,
    DepthBefore,
    DepthAfter,
    kRated
};

RatedPatient draw_patient(const Subject& subject, const anatomy::Atlas& textbook) {
    const RandomStream chance(subject.body.seed.value_or(0), "rated patient");
    RatedPatient patient;
    patient.atlas = subject.atlas;
    patient.textbook = &textbook;
    patient.has_point = chance.uniform(0) < 0.5;
    patient.is_active = chance.uniform(1) < 0.5;
    patient.shift = {kPointSpread * chance.normal(2), 0.0, kPointSpread * chance.normal(3)};
    patient.threshold_scale = std::clamp(1.0 + 0.3 * chance.normal(4), 0.5, 1.6);
    return patient;
}

Result<Findings> measure_ratings(const Subject& subject) {
    const auto parameters = read_rater_parameters();
    if (!parameters) return parameters.error();
    anatomy::BodyParameters usual = subject.body;
    usual.seed.reset();
    const auto textbook = anatomy::Atlas::make(usual, subject.tables->anatomy);
    if (!textbook) return textbook.error();
    RatedPatient patient = draw_patient(subject, **textbook);
    const std::uint64_t seed = 100 * subject.body.seed.value_or(0);
    Findings findings(kRated);
    for (std::size_t rater = FirstExpert; rater <= SecondNovice; ++rater) {
        const bool is_expert = rater <= SecondExpert;
        const auto said = rate_point(patient, is_expert ? parameters->expert : parameters->novice,
                                     *parameters, seed + rater);
        if (!said) return said.error();
        findings[rater] = *said ? 1.0 : 0.0;
    }
    const auto pressure = spread_of_pressure(patient, *parameters, seed + 10);
    if (!pressure) return pressure.error();
    findings[Pressure] = *pressure;
    const auto rib = find_rib(patient, *parameters, seed + 20);
    if (!rib) return rib.error();
    findings[RibIsRight] = rib->is_right ? 1.0 : 0.0;
    findings[Confidence] = rib->confidence;
    findings[Muscle] = rib->muscle;
    findings[LevelIsRight] = names_level_right(*subject.atlas, *parameters, seed + 40) ? 1.0 : 0.0;
    const auto learned = learn_depth(patient, *parameters, seed + 50);
    if (!learned) return learned.error();
    findings[DepthBefore] = learned->before;
    findings[DepthAfter] = learned->after;
    patient.has_point = patient.is_active = true;
    const auto difference = threshold_difference(patient, *parameters, seed + 30);
    if (!difference) return difference.error();
    findings[ThresholdDifference] = *difference;
    return findings;
}

// Cohen's kappa of two raters' yes and no.
double kappa(const Sample& sample, std::size_t one, std::size_t other) {
    double n = 0.0;
    double same = 0.0;
    double yes_one = 0.0;
    double yes_other = 0.0;
    for (const Findings& found : sample.findings) {
        n += 1.0;
        same += *found[one] == *found[other] ? 1.0 : 0.0;
        yes_one += *found[one];
        yes_other += *found[other];
    }
    const double chance =
        (yes_one * yes_other + (n - yes_one) * (n - yes_other)) / std::max(n * n, 1.0);
    return chance < 1.0 ? (same / n - chance) / (1.0 - chance) : 0.0;
}

Summary kappa_of(std::vector<std::pair<std::size_t, std::size_t>> pairs) {
    return [pairs = std::move(pairs)](const Sample& sample, std::size_t) {
        Measured measured;
        measured.people = static_cast<int>(sample.findings.size());
        double sum = 0.0;
        for (const auto& [one, other] : pairs) sum += kappa(sample, one, other);
        measured.value = sum / static_cast<double>(pairs.size());
        return measured;
    };
}

struct Line {
    double correlation = 0.0;
    double slope = 0.0;
    int count = 0;
};
// Of one column over another.
Line line_of(const Sample& sample, std::size_t y, std::size_t x) {
    double n = 0.0, sx = 0.0, sy = 0.0, sxx = 0.0, syy = 0.0, sxy = 0.0;
    for (const Findings& found : sample.findings) {
        if (!found[x] || !found[y]) continue;
        n += 1.0;
        sx += *found[x];
        sy += *found[y];
        sxx += *found[x] * *found[x];
        syy += *found[y] * *found[y];
        sxy += *found[x] * *found[y];
    }
    if (n < 3.0) return {};
    const double xx = sxx - sx * sx / n, yy = syy - sy * sy / n, xy = sxy - sx * sy / n;
    if (xx <= 0.0 || yy <= 0.0) return {};
    return {xy / std::sqrt(xx * yy), xy / xx, static_cast<int>(n)};
}

Measured correlation_with_confidence(const Sample& sample, std::size_t column) {
    const Line line = line_of(sample, column, Confidence);
    Measured measured;
    measured.people = line.count;
    measured.value = line.correlation;
    return measured;
}

Measured percent_by_muscle(const Sample& sample, std::size_t column) {
    const Line line = line_of(sample, column, Muscle);
    Measured measured;
    measured.people = line.count;
    measured.value = 100.0 * line.slope;
    return measured;
}

Measured percent_by_body_mass_index(const Sample& sample, std::size_t column) {
    Measured measured = slope_with_body_mass_index(sample, column);
    if (measured.value) *measured.value *= 100.0;
    return measured;
}

Measured gain_by_feedback(const Sample& sample, std::size_t) {
    const Measured before = mean_of(sample, DepthBefore);
    Measured measured = mean_of(sample, DepthAfter);
    measured.sd.reset();
    if (measured.value && before.value) *measured.value -= *before.value;
    return measured;
}

StudyRow row(const char* id, const char* quantity, const char* unit, const char* expected,
             Range tolerance, const char* source, const char* remark, std::size_t column,
             Summary summary) {
    return {{.id = id,
             .quantity = quantity,
             .unit = unit,
             .expected = expected,
             .tolerance = tolerance,
             .source = source,
             .remark = remark},
            column,
            std::move(summary)};
}

std::vector<StudyRow> rows_of_agreement() {
    return {
        row("clinical.V28", "agreement of two experts on a trigger point, kappa", "1", "0.63",
            {0.55, 0.71}, kMyburgh, kTuned, FirstExpert, kappa_of({{FirstExpert, SecondExpert}})),
        row("clinical.V28", "agreement of two novices, kappa", "1", "0.22", {0.14, 0.30}, kMyburgh,
            kTuned, FirstNovice, kappa_of({{FirstNovice, SecondNovice}})),
        row("clinical.V28", "agreement of an expert and a novice, kappa", "1", "0.35, 0.47",
            {0.27, 0.55}, kMyburgh, "not tuned to", FirstExpert,
            kappa_of({{FirstExpert, FirstNovice}, {SecondExpert, SecondNovice}})),
        row("clinical.V28", "agreement, pairs of all kinds, kappa", "1", "0.452", {0.372, 0.532},
            "Rathbone 2017 Clin J Pain 33:715, 6 studies, 363 people",
            "mean of a pair of experts, a mixed pair and a pair of novices; not tuned to",
            FirstExpert,
            kappa_of({{FirstExpert, SecondExpert},
                      {FirstExpert, FirstNovice},
                      {FirstNovice, SecondNovice}})),
        row("clinical.V43", "palpation pressure, hardest over lightest of 14 observers", "1", "2.7",
            {2.0, 3.5}, "Bendtsen 1994 Pain 59:235", "drawn from this figure", Pressure, mean_of),
    };
}

std::vector<StudyRow> rows_of_learning() {
    constexpr const char* kLearned = "Sensors 2025 25:6934, 10 people";
    constexpr const char* kSynthetic =
        "a synthetic learner, eight trials; only the sign is held to";
    std::vector<StudyRow> rows = {
        row("clinical.V39", "error of depth before feedback", "mm", "6.41", {0.0, 100.0}, kLearned,
            kSynthetic, DepthBefore, mean_of),
        row("clinical.V39", "the same after it", "mm", "3.58", {0.0, 100.0}, kLearned, kSynthetic,
            DepthAfter, mean_of),
        row("clinical.V39", "change by feedback", "mm", "falls", {-20.0, -0.2}, kLearned,
            kSynthetic, DepthAfter, gain_by_feedback),
    };
    rows[0].what.is_gate = rows[1].what.is_gate = false;
    return rows;
}

std::vector<StudyRow> rows_of_ribs() {
    return {
        row("clinical.V29", "rib right, rhomboid", "%", "73.3", {68.3, 78.3}, kRibs,
            "presses of 12 N every 4.5 mm", RibIsRight, share_of),
        row("clinical.V29", "being right and confidence, correlation", "1", "unrelated",
            {-0.15, 0.15}, kRibs, "that a rater's habit of confidence spreads is assumed",
            RibIsRight, correlation_with_confidence),
        row("clinical.V50", "rib right, second study", "%", "66.3", {59.3, 73.3}, kRibsBefore,
            "the raters of V29; not tuned to", RibIsRight, share_of),
        row("clinical.V50", "change of that with body mass index", "% by kg/m²", "falls",
            {-20.0, 0.0}, kRibsBefore, "not tuned to", RibIsRight, percent_by_body_mass_index),
        row("clinical.V50", "change of that with thickness of muscle", "% by mm", "falls",
            {-20.0, 0.0}, kRibsBefore, "not tuned to", RibIsRight, percent_by_muscle),
        row("clinical.V30", "lumbar level named right", "%", "69", {63.0, 75.0},
            "Snider 2011 J Manipulative Physiol Ther 34:306, 720 levels",
            "counted from the iliac crests, felt as surely as one spinous process (Robinson 2009); "
            "not tuned to",
            LevelIsRight, share_of),
        row("clinical.V31", "pressure pain threshold, active point less healthy muscle", "kPa",
            "-105 (-149 to -61)", {-149.0, -61.0}, "Geri 2022 J Clin Med 11:7243, 11 studies",
            "by a scripted algometer; levels of the shipped case", ThresholdDifference, mean_of),
    };
}

}  // namespace

std::vector<Study> rater_studies() {
    Study study;
    study.name = "palpation by raters";
    study.cohort = of_silent_source();
    study.measure = measure_ratings;
    study.rows = rows_of_agreement();
    for (StudyRow& one : rows_of_ribs()) study.rows.push_back(std::move(one));
    for (StudyRow& one : rows_of_learning()) study.rows.push_back(std::move(one));
    return {study};
}

}  // namespace dryrun::validation
