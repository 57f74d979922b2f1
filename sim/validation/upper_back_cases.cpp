// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Between spine and shoulder blade: how deep rhomboid, rib and pleura lie and how thick the muscles
// are.
#include "core/vec3.h"
#include "validation/cohorts.h"
#include "validation/line_reading.h"
#include "validation/study.h"

namespace dryrun::validation {
namespace {

using anatomy::Atlas;
using anatomy::Cohort;
using anatomy::Spread;

// A share of the way up the right scapula's medial border, and `medial` inside of it.
Vec3 beside_border(const anatomy::Skeleton& skeleton, double share, double medial) {
    const auto& border = skeleton.scapulae.front().medial_border;  // from below
    const double z = border.front().z + share * (border.back().z - border.front().z);
    Vec3 site = border.back();
    for (std::size_t i = 1; i < border.size(); ++i) {
        if (border[i].z < z) continue;
        site =
            lerp(border[i - 1], border[i], (z - border[i - 1].z) / (border[i].z - border[i - 1].z));
        break;
    }
    site.x += medial;
    return site;
}

const Place kBesideBorderOnRib{"T5-T7, the rhomboid major's trigger points",
                               "15 mm medial of the scapula's border",
                               "square to the nearest rib, over its middle"};
const Place kBesideBorderBetweenRibs{kBesideBorderOnRib.level, kBesideBorderOnRib.lateral,
                                     "square to the chest, midway between ribs"};

// What is measured at the trigger-point sites of the rhomboid major.
enum UpperBack : std::size_t { kSurface, kRib, kPleura, kRibBySkin };

struct UpperBackDepths {
    Mean surface;
    Mean rib;
    Mean pleura;
    Mean rib_by_skin;  ///< the same along the skin's normal, for comparison
};

UpperBackDepths upper_back_of(const Atlas& atlas, const anatomy::Skeleton& skeleton) {
    UpperBackDepths depths;
    for (const auto& site : atlas.trigger_point_sites(*atlas.find("muscle.rhomboid_major.right"))) {
        const auto chest = chest_at(skeleton, site.at);
        if (!chest) continue;
        const LineReading over = reading_through(atlas, chest->rib_at, chest->rib_outward);
        depths.surface.add(over.to("muscle.rhomboid"));
        depths.rib.add(over.to("rib."));
        depths.pleura.add(
            reading_through(atlas, chest->between, chest->between_outward).to("pleura"));
        const auto skin = atlas.skin_at(site.at);
        if (!skin) continue;
        const LineReading by_skin = reading_through(atlas, skin->point, skin->normal);
        const auto rib = by_skin.to("rib.");
        const auto pleura = by_skin.to("pleura");
        // A rib behind the lung is not the one under the rhomboid.
        if (rib && (!pleura || *rib < *pleura)) depths.rib_by_skin.add(rib);
    }
    return depths;
}

Result<Findings> measure_upper_back(const Subject& subject) {
    const UpperBackDepths depths = upper_back_of(*subject.atlas, *subject.skeleton);
    return Findings{depths.surface.value(), depths.rib.value(), depths.pleura.value(),
                    depths.rib_by_skin.value()};
}

// By how much deeper the pleura lies with a bolster under the shoulder.
Result<Findings> measure_bolster(const Subject& subject) {
    anatomy::BodyParameters raised = subject.body;
    raised.support = anatomy::Support::ShoulderBolster;
    const auto atlas = Atlas::make(raised, subject.tables->anatomy);
    if (!atlas) return atlas.error();
    const auto skeleton = anatomy::make_skeleton(raised, subject.tables->skeleton);
    if (!skeleton) return skeleton.error();
    const auto plain = upper_back_of(*subject.atlas, *subject.skeleton).pleura.value();
    const auto lifted = upper_back_of(**atlas, *skeleton).pleura.value();
    if (!plain || !lifted) return Findings(1);
    return Findings{*lifted - *plain};
}

// Trapezius and rhomboid where both are whole, the serratus posterior superior on rib 4: prone, the
// border has slid down from it.
enum Thickness : std::size_t { kTrapezius, kRhomboid, kSerratus };

Result<Findings> measure_thickness(const Subject& subject) {
    const Atlas& atlas = *subject.atlas;
    const auto on_rib = rib_beside_scapula(*subject.skeleton, 4, 15.0);
    const Vec3 site = beside_border(*subject.skeleton, 0.38, 20.0);
    const auto chest = chest_at(*subject.skeleton, site);
    if (!on_rib || !chest) return Findings(3);
    const LineReading here = reading_through(atlas, site, chest->outward);
    return Findings{here.thickness("muscle.trapezius"), here.thickness("muscle.rhomboid"),
                    reading_through(atlas, on_rib->at, on_rib->outward)
                        .thickness("muscle.serratus_posterior_superior")};
}

constexpr const char* kSeol = "Seol 2014, Ann Rehabil Med 38:72; 62 adults with shoulder pain";

Study seol(const std::string& name, Range within, std::vector<StudyRow> rows) {
    Study study;
    study.name = name;
    study.cohort = of_east_asia();
    study.cohort.body_mass_index_within = within;
    study.cohort_remark = "share of men and spread of BMI assumed";
    study.needs_skeleton = true;
    study.measure = measure_upper_back;
    study.rows = std::move(rows);
    return study;
}

std::vector<Study> seol_studies() {
    return {
        seol("Seol, BMI below 23", {17.0, 23.0},
             {{{.id = "clinical.V01",
                .quantity = "skin to rhomboid major, BMI < 23",
                .unit = "mm",
                .expected = "12 ± 2",
                .tolerance = {11.0, 13.0},
                .expected_sd = 2.0,
                .source = kSeol,
                .place = kBesideBorderOnRib},
               kSurface},
              {{.id = "clinical.V02",
                .quantity = "skin to rib under rhomboid, BMI < 23",
                .unit = "mm",
                .expected = "21 ± 4",
                .tolerance = {19.0, 23.0},
                .expected_sd = 4.0,
                .source = kSeol,
                .place = kBesideBorderOnRib},
               kRib},
              {{.id = "clinical.V02",
                .quantity = "the same along the skin's normal, where it meets a rib",
                .unit = "mm",
                .expected = "21 ± 4",
                .tolerance = {19.0, 23.0},
                .expected_sd = 4.0,
                .source = kSeol,
                .place = {kBesideBorderOnRib.level, kBesideBorderOnRib.lateral,
                          "along the inward normal of the skin"}},
               kRibBySkin}}),
        seol("Seol, BMI 23-25", {23.0, 25.0},
             {{{.id = "clinical.V03",
                .quantity = "skin to rib under rhomboid, BMI 23-25",
                .unit = "mm",
                .expected = "24 ± 9",
                .tolerance = {21.0, 27.0},
                .source = kSeol,
                .place = kBesideBorderOnRib,
                .remark = "its SD is not to be met: neighbouring bands have 4 and 5"},
               kRib}}),
        seol("Seol, BMI from 25", {25.0, 39.0},
             {{{.id = "clinical.V04",
                .quantity = "skin to rib under rhomboid, BMI ≥ 25",
                .unit = "mm",
                .expected = "27 ± 5",
                .tolerance = {24.0, 30.0},
                .expected_sd = 5.0,
                .source = kSeol,
                .place = kBesideBorderOnRib},
               kRib}}),
    };
}

Study kim() {
    Study study;
    study.name = "Kim";
    study.cohort.share_of_men = 0.72;
    study.cohort.body_mass_index = Spread{21.1, 3.2};
    study.needs_skeleton = true;
    study.measure = measure_upper_back;
    constexpr const char* kSource = "Kim 2002, J Korean Acad Rehabil Med 26:781; CT of 50";
    study.rows = {
        {{.id = "clinical.V05",
          .quantity = "skin to pleura, interscapular",
          .unit = "mm",
          .expected = "37 ± 7",
          .tolerance = {30.0, 44.0},
          .expected_sd = 7.0,
          .is_gate = false,
          .source = kSource,
          .place = kBesideBorderBetweenRibs,
          .remark = "not to be met: contradicts V02 and V49; site and posture unstated"},
         kPleura},
        {{.id = "clinical.V05",
          .quantity = "its growth with BMI",
          .unit = "mm/(kg/m²)",
          .expected = "1.6 (derived)",
          .tolerance = {1.0, 2.2},
          .is_gate = false,
          .source = kSource,
          .place = kBesideBorderBetweenRibs,
          .remark = "the printed slope is impossible with the printed SDs"},
         kPleura,
         slope_with_body_mass_index},
    };
    return study;
}

Study valera_calero() {
    Study study;
    study.name = "Valera-Calero";
    study.cohort.share_of_men = 0.525;
    study.cohort.body_mass_index = Spread{24.0, 3.5};
    study.cohort_remark = "59 healthy adults, BMI assumed";
    study.needs_skeleton = true;
    study.measure = measure_upper_back;
    constexpr const char* kSource = "Valera-Calero 2020; ultrasound of 59 (236 measures)";
    study.rows = {
        {{.id = "clinical.V41",
          .quantity = "share of pleura-depth variance by BMI",
          .unit = "%",
          .expected = "55.9",
          .tolerance = {47.9, 63.9},
          .source = kSource,
          .place = kBesideBorderBetweenRibs},
         kPleura,
         share_by_body_mass_index},
        {{.id = "clinical.V41",
          .quantity = "share by sex beyond BMI",
          .unit = "%",
          .expected = "13.3",
          .tolerance = {5.3, 21.3},
          .source = kSource,
          .place = kBesideBorderBetweenRibs},
         kPleura,
         share_by_sex_beyond},
    };
    return study;
}

Study mitchell() {
    Study study;
    study.name = "Mitchell";
    study.cohort.age_years = {18.0, 26.0};
    study.cohort_remark = "60 students, 20 in each of three body groups";
    study.needs_skeleton = true;
    study.measure = measure_bolster;
    study.rows = {{{.id = "clinical.V10",
                    .quantity = "how much deeper the pleura lies with a bolster under the shoulder",
                    .unit = "mm",
                    .expected = "7 (4–10)",
                    .tolerance = {4.0, 10.0},
                    .source = "Mitchell 2019, Physiotherapy; ultrasound of 60",
                    .place = kBesideBorderBetweenRibs,
                    .remark = "prone with a bolster against prone without"},
                   0}};
    return study;
}

StudyRow thickness_row(const char* id, const char* muscle, const char* expected, double mean,
                       double within, double sd, std::size_t column) {
    const Place place =
        column == kSerratus
            ? Place{"rib 4", "15 mm medial of the scapula's border", "square to the rib"}
            : Place{"0.38 of the way up the scapula's medial border",
                    "20 mm medial of the scapula's border", "square to the chest"};
    return {{.id = id,
             .quantity = std::string("thickness of ") + muscle,
             .unit = "mm",
             .expected = expected,
             .tolerance = {mean - within, mean + within},
             .expected_sd = sd,
             .source = "J Clin Ultrasound 2011, doi 10.1002/jcu.20775; 55 adults, mean 22 years",
             .place = place},
            column};
}

Study young(Cohort cohort, const std::string& name, std::vector<StudyRow> rows) {
    Study study;
    study.name = name;
    study.cohort = cohort;
    study.cohort.age_years = {19.0, 25.0};
    study.cohort.body_mass_index = Spread{22.0, 2.5};
    study.cohort_remark = "BMI assumed";
    study.needs_skeleton = true;
    study.measure = measure_thickness;
    study.rows = std::move(rows);
    return study;
}

std::vector<Study> thickness_studies() {
    Cohort men;
    men.share_of_men = 1.0;
    Cohort women;
    women.share_of_men = 0.0;
    return {young(men, "young men",
                  {thickness_row("clinical.V25", "trapezius, men", "4.9 ± 1.0", 4.9, 0.5, 1.0,
                                 kTrapezius),
                   thickness_row("clinical.V25", "rhomboid, men", "6.3 ± 2.3", 6.3, 1.0, 2.3,
                                 kRhomboid),
                   thickness_row("clinical.V25", "serratus posterior superior, men", "3.5 ± 1.4",
                                 3.5, 0.7, 1.4, kSerratus)}),
            young(women, "young women",
                  {thickness_row("clinical.V26", "trapezius, women", "3.4 ± 0.8", 3.4, 0.5, 0.8,
                                 kTrapezius),
                   thickness_row("clinical.V26", "rhomboid, women", "3.8 ± 1.7", 3.8, 1.0, 1.7,
                                 kRhomboid),
                   thickness_row("clinical.V26", "serratus posterior superior, women", "2.2 ± 1.5",
                                 2.2, 0.7, 1.5, kSerratus)})};
}

// 10 mm medial of the border, 39 above the inferior angle: the rhomboid is thickest there and free
// of the trapezius.
Result<Findings> measure_free_of_trapezius(const Subject& subject) {
    const Atlas& atlas = *subject.atlas;
    const auto& border = subject.skeleton->scapulae.front().medial_border;
    const double share = 39.0 / (border.back().z - border.front().z);
    const Vec3 site = beside_border(*subject.skeleton, share, 10.0);
    const auto chest = chest_at(*subject.skeleton, site);
    if (!chest) return Findings(3);
    const LineReading here = reading_through(atlas, site, chest->outward);
    return Findings{here.to("muscle.rhomboid"), here.thickness("muscle.rhomboid"),
                    reading_through(atlas, chest->between, chest->between_outward).to("pleura")};
}

Study electromyography() {
    const Place place{"39 mm above the inferior angle", "10 mm medial of the scapula's border",
                      "square to the chest"};
    const Place between{place.level, place.lateral, "square to the chest, midway between ribs"};
    constexpr const char* kSource =
        "electromyographic approach to the rhomboid 2018, PM R; ultrasound of 25 (50 sides)";
    Study study;
    study.name = "electromyographic approach";
    study.cohort.body_mass_index = Spread{22.3, 2.1};
    study.needs_skeleton = true;
    study.measure = measure_free_of_trapezius;
    const auto row = [&](const char* quantity, const char* expected, Range tolerance, double sd,
                         const Place& where, std::size_t column) {
        return StudyRow{{.id = "clinical.V49",
                         .quantity = quantity,
                         .unit = "mm",
                         .expected = expected,
                         .tolerance = tolerance,
                         .expected_sd = sd,
                         .source = kSource,
                         .place = where},
                        column};
    };
    study.rows = {
        row("skin to rhomboid, free of trapezius", "9.7 ± 3.1", {8.2, 11.2}, 3.1, place, 0),
        row("thickness of rhomboid there", "9.9 ± 1.8", {8.9, 10.9}, 1.8, place, 1),
        row("skin to pleura there", "28.4 ± 3.8", {26.4, 30.4}, 3.8, between, 2)};
    return study;
}

}  // namespace

std::vector<Study> upper_back_studies() {
    std::vector<Study> studies = seol_studies();
    studies.push_back(kim());
    studies.push_back(valera_calero());
    studies.push_back(mitchell());
    for (Study& study : thickness_studies()) studies.push_back(std::move(study));
    studies.push_back(electromyography());
    return studies;
}

}  // namespace dryrun::validation
