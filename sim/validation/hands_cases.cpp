// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What treatments come to when hands give them: the same figures as those of treatment_cases.cpp,
// but a scripted expert talks, palpates, plans and needles people of a cohort in a session, on the
// rigid corridor. Rates of what goes wrong then follow from where the needle was and what was done.
#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "validation/cohorts.h"
#include "validation/treatment.h"

namespace dryrun::validation {
namespace {

constexpr const char* kBoyce = "Boyce 2020, 20,464 treatments";
constexpr const char* kBrady = "Brady 2014, 7,629 treatments";
constexpr const char* kByHands =
    "a scripted expert's hands; rhomboid and infraspinatus by turns; rigid corridor";

Result<Findings> measure_treatments(const Subject& subject) {
    anatomy::BodyParameters usual = subject.body;
    usual.seed.reset();
    const auto textbook = anatomy::Atlas::make(usual, subject.tables->anatomy);
    if (!textbook) return textbook.error();
    std::vector<Treatment> treatments;
    for (int visit = 0; visit < kTreatmentsEach; ++visit) {
        TreatmentOrder order;
        order.scenario = visit % 2 == 0 ? "rhomboid-major-right" : "infraspinatus-right";
        order.atlas = subject.atlas;
        order.textbook = textbook->get();
        order.seed =
            subject.body.seed.value_or(0) * kTreatmentsEach + static_cast<std::uint64_t>(visit) + 1;
        auto treated = treat(order);
        if (!treated) return treated.error();
        treatments.push_back(*std::move(treated));
    }
    return count(treatments);
}

// The largest rate at which no more than `met` of `all` is to be expected in one of twenty cohorts:
// the sum of the first terms of Poisson's law is a twentieth there.
double upper_bound_percent(double met, double all) {
    double low = met;
    double high = met + 30.0 + 6.0 * std::sqrt(met);
    for (int halving = 0; halving < 60; ++halving) {
        const double mean = 0.5 * (low + high);
        double term = det::exp(-mean);
        double sum = term;
        for (int k = 1; k <= static_cast<int>(met); ++k) sum += term *= mean / k;
        (sum > 0.05 ? low : high) = mean;
    }
    return 100.0 * high / all;
}

Measured bound_of_major(const Sample& sample, std::size_t column) {
    Measured measured = share_of_column(Treatments)(sample, column);
    const double met = measured.value.value_or(0.0) / 100.0 * measured.people;
    measured.interval.reset();
    if (measured.people > 0) measured.value = upper_bound_percent(std::round(met), measured.people);
    return measured;
}

StudyRow row(const char* id, const char* quantity, const char* expected, Range tolerance,
             std::string source, std::size_t column, std::size_t of) {
    return {{.id = id,
             .quantity = quantity,
             .unit = "%",
             .expected = expected,
             .tolerance = tolerance,
             .source = std::move(source),
             .remark = kByHands},
            column,
            share_of_column(of)};
}

// What sources found, from the least to the most.
StudyRow met_by_interval(StudyRow row) {
    row.what.is_met_by_interval = true;
    return row;
}

// --- the corridor against the block -----------------------------------------------------------

// One treatment on each, the same patient, seed and trainee: the columns of the block follow those
// of the corridor. Depth and twitches besides.
constexpr std::size_t kDeepest = kColumns;
constexpr std::size_t kTwitches = kColumns + 1;
constexpr std::size_t kOfOne = kColumns + 2;

Result<Findings> measure_pair(const Subject& subject) {
    anatomy::BodyParameters usual = subject.body;
    usual.seed.reset();
    const auto textbook = anatomy::Atlas::make(usual, subject.tables->anatomy);
    if (!textbook) return textbook.error();
    TreatmentOrder order;
    order.seed = subject.body.seed.value_or(0);
    order.scenario = order.seed % 2 == 0 ? "rhomboid-major-right" : "infraspinatus-right";
    order.atlas = subject.atlas;
    order.textbook = textbook->get();
    Findings findings;
    for (const auto tissue :
         {session::TissueModel::RigidCorridor, session::TissueModel::Elements}) {
        order.tissue = tissue;
        const auto treated = treat(order);
        if (!treated) return treated.error();
        for (const auto& found : count({*treated})) findings.push_back(found);
        findings.push_back(treated->is_needled ? std::optional(treated->deepest) : std::nullopt);
        findings.push_back(treated->is_needled ? std::optional<double>(treated->twitches)
                                               : std::nullopt);
    }
    return findings;
}

// Of those needled, in percent: on the corridor less on the block.
Measured difference_of_shares(const Sample& sample, std::size_t column) {
    const Measured here = share_of_column(Treatments)(sample, column);
    const Measured there = share_of_column(kOfOne + Treatments)(sample, kOfOne + column);
    Measured measured;
    measured.people = here.people;
    if (here.value && there.value) measured.value = *here.value - *there.value;
    return measured;
}

Measured difference_of_means(const Sample& sample, std::size_t column) {
    const Measured here = mean_of(sample, column);
    const Measured there = mean_of(sample, kOfOne + column);
    Measured measured;
    measured.people = std::min(here.people, there.people);
    if (here.value && there.value) measured.value = *here.value - *there.value;
    return measured;
}

Measured share_on_block(const Sample& sample, std::size_t column) {
    return share_of_column(kOfOne + Treatments)(sample, kOfOne + column);
}

std::vector<StudyRow> rows_of_pair(std::size_t column, const char* what, double most) {
    const auto one = [&](const std::string& quantity, Range tolerance, bool is_gate,
                         Summary summary) {
        StudyRow row;
        row.what.id = "clinical.P1";
        row.what.quantity = std::string(what) + quantity;
        row.what.unit = "%";
        row.what.expected = "0";
        row.what.tolerance = tolerance;
        row.what.is_gate = is_gate;
        row.what.source = "the same treatments on the block of finite elements";
        row.column = column;
        row.summary = std::move(summary);
        return row;
    };
    return {one(", corridor", {0.0, 100.0}, false, share_of_column(Treatments)),
            one(", block", {0.0, 100.0}, false, share_on_block),
            one(", corridor less block", {-most, most}, true, difference_of_shares)};
}

}  // namespace

std::vector<Study> paired_treatments() {
    Study study;
    study.name = "treatments on corridor and block";
    study.cohort = of_silent_source();
    study.measure = measure_pair;
    const auto add = [&](std::size_t column, const char* what, double most) {
        for (StudyRow& row : rows_of_pair(column, what, most)) study.rows.push_back(std::move(row));
    };
    // Twice the standard error of a difference of shares of 200 treatments that have nothing in
    // common is 10 points at a share of a half, 5 at a tenth.
    add(Twitched, "treatments with a twitch", 10.0);
    add(Minor, "treatments with a minor adverse event", 10.0);
    add(Bruised, "treatments with a bruise", 5.0);
    add(Bled, "treatments that bleed", 6.0);
    add(Major, "treatments with a major adverse event", 2.0);
    StudyRow deepest = study.rows.back();
    deepest.what.quantity = "deepest path of the needle, corridor less block";
    deepest.what.unit = "mm";
    deepest.what.tolerance = {-2.0, 2.0};
    deepest.column = kDeepest;
    deepest.summary = difference_of_means;
    StudyRow twitches = deepest;
    twitches.what.quantity = "twitches of a treatment, corridor less block";
    twitches.what.unit = "1";
    twitches.what.tolerance = {-0.3, 0.3};
    twitches.column = kTwitches;
    study.rows.push_back(std::move(deepest));
    study.rows.push_back(std::move(twitches));
    return {study};
}

std::vector<Study> treatments_by_hands() {
    const std::string both = std::string(kBrady) + "; " + kBoyce;
    constexpr const char* kHong = "Hong 1994 Am J Phys Med Rehabil 73:256";
    Study study;
    study.name = "treatments by hands";
    study.cohort = of_silent_source();
    study.measure = measure_treatments;
    study.rows = {
        row("clinical.V32", "treatments with a twitch, active point, by hands", "71 (41 of 58)",
            {61.0, 81.0}, kHong, Twitched, Treatments),
        met_by_interval(row("clinical.V34", "treatments with a minor adverse event, by hands",
                            "19.2–36.7", {19.2, 36.7}, both, Minor, Treatments)),
        met_by_interval(row("clinical.V35", "treatments with a bruise, by hands", kBruisesInWords,
                            kBruises, both, Bruised, Treatments)),
        met_by_interval(row("clinical.V35", "treatments that bleed at the exit, by hands", "4.7–16",
                            {4.65, 16.0}, both, Bled, Treatments)),
        row("clinical.V42", "sore within 2 to 8 h, of those with a twitch, by hands", "100",
            {95.0, 100.0}, kHong, TwitchedAndSore, Twitched),
        row("clinical.V36", "treatments with a major adverse event, by hands", "below 0.098",
            {0.0, 100.0 / 1024.0}, both, Major, Treatments),
    };
    StudyRow bound = row("clinical.V36", "the same: upper bound, one-sided 95 %", "0.04",
                         {0.0, 0.04}, kBrady, Major, Treatments);
    bound.summary = bound_of_major;
    bound.what.remark += "; 7,490 treatments without one show it";
    study.rows.push_back(std::move(bound));
    // Nobody has counted it: held only to all pain during treatment, of which it is a part.
    StudyRow electric = row("clinical.E5", "treatments with electric pain, by hands",
                            "below 3.0–5.9", {0.0, 5.9}, both, NerveFelt, Treatments);
    electric.what.is_gate = false;
    electric.what.remark += "; published is all pain during treatment, of all muscles";
    study.rows.push_back(std::move(electric));
    return {study};
}

}  // namespace dryrun::validation
