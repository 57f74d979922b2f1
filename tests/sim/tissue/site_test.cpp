// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The block of tissue over the right rhomboid: what it answers to a finger, a shaft and a twitch.
#include "tissue/site.h"
#include "tissue/track_laying.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"

namespace dryrun::tissue {
namespace {

// One site for all tests of a process; each ctest process makes it once.
struct Place {
    std::shared_ptr<const anatomy::Atlas> atlas;
    std::shared_ptr<const Site> site;
    Vec3 trigger_point;
    Vec3 fibre;
    Vec3 on_skin;
    Vec3 inward;
};

TautBand band_through(const Vec3& centre, const Vec3& fibre) {
    TautBand band;
    for (double along = -20.0; along <= 20.0; along += 5.0) {
        band.centreline.push_back(centre + fibre * along);
    }
    band.nodule = centre;
    return band;
}

const MaterialTable& materials() {
    static const Result<MaterialTable> table = MaterialTable::read_shipped();
    return table.value();
}

std::shared_ptr<const anatomy::Atlas> prone_atlas() {
    anatomy::BodyParameters body;
    body.posture = anatomy::Posture::Prone;
    return *anatomy::Atlas::make(body);
}

Place place_with(bool has_band, double radius = 2.5) {
    Place place;
    place.atlas = prone_atlas();
    const auto muscle = place.atlas->find("muscle.rhomboid_major.right");
    const auto spot = place.atlas->trigger_point_sites(*muscle).front();
    place.trigger_point = spot.at;
    place.fibre = *place.atlas->fibre_direction(*muscle, spot.at);
    const auto skin = place.atlas->skin_at(spot.at);
    place.on_skin = skin->point;
    place.inward = -skin->normal;
    std::vector<TautBand> bands;
    if (has_band) bands.push_back(band_through(spot.at, place.fibre));
    if (has_band) bands.front().radius = radius;
    place.site = *Site::make(place.atlas, materials(), bands, place_for(place.on_skin, nullptr));
    return place;
}

const Place& rhomboid() {
    static const Place place = place_with(true);
    return place;
}

// Inward displacement under 1 N spread over the patch points within `radius`.
double disc_compliance(const Site& site, const Vec3& centre, double radius) {
    std::vector<int> under;
    for (int i = 0; i < site.surface_count(); ++i) {
        if (distance(site.surface_point(i), centre) < radius) under.push_back(i);
    }
    double sum = 0.0;
    for (const int i : under) {
        for (const int j : under) sum += site.surface_compliance(i, j);
    }
    return sum / static_cast<double>(under.size() * under.size());
}

TEST(Site, FollowsTheHandsOnAGridWithHysteresis) {
    const SitePlace first = place_for({-76.0, 90.0, 340.0}, nullptr);
    EXPECT_EQ(first.column, -3);
    EXPECT_EQ(first.row, 13);
    EXPECT_EQ(place_for({-63.0, 90.0, 340.0}, nullptr).column, -2);
    EXPECT_EQ(place_for({-59.0, 90.0, 340.0}, &first).column, -3) << "kept while near";
    EXPECT_EQ(place_for({-57.0, 90.0, 340.0}, &first).column, -2);
}

TEST(Site, YieldsAsMuchAtOnePlaceByALoadAtAnotherAsTheOtherWayRound) {
    const Site& site = *rhomboid().site;
    for (int i = 0; i < site.surface_count(); i += 7) {
        EXPECT_GT(site.surface_compliance(i, i), 0.0);
        for (int j = 0; j < site.surface_count(); j += 5) {
            const double moved = site.surface_compliance(i, j);
            EXPECT_EQ(moved, site.surface_compliance(j, i));
            // No place moves more by a load elsewhere than energy allows.
            EXPECT_LE(moved * moved, site.surface_compliance(i, i) * site.surface_compliance(j, j) *
                                         (1.0 + 1e-12));
        }
    }
}

TEST(Site, StoresEnergyUnderAnyLoads) {
    const Place& place = rhomboid();
    const Track track = place.site->make_track(place.on_skin, place.inward, 30.0, 1.0, 0.125);
    const std::size_t n = track.stations.size();
    ASSERT_GT(n, 10u);
    const RandomStream random(3, "loads");
    for (std::uint64_t trial = 0; trial < 20; ++trial) {
        std::vector<double> load(3 * n);
        for (std::size_t i = 0; i < load.size(); ++i) load[i] = random.normal(trial, i);
        double energy = 0.0;
        for (std::size_t i = 0; i < load.size(); ++i) {
            for (std::size_t j = 0; j < load.size(); ++j) {
                energy += load[i] * track.compliance[i * load.size() + j] * load[j];
            }
        }
        EXPECT_GT(energy, 0.0);
    }
}

// A finger's pad of 10 mm: soft tissue of the back yields some millimetres at a few newtons.
TEST(Site, YieldsToAPadLikeABack) {
    const Place& place = rhomboid();
    const double per_newton = disc_compliance(*place.site, place.on_skin, 8.0);
    EXPECT_GT(per_newton, 0.2);
    EXPECT_LT(per_newton, 3.5);
}

TEST(Site, IsFirmerOverATautBandByAFewPercent) {
    const Place without = place_with(false);
    const double plain = disc_compliance(*without.site, without.on_skin, 8.0);
    const double banded = disc_compliance(*rhomboid().site, without.on_skin, 8.0);
    // Linear tissue, small strain: below what a finger tells by stiffness alone.
    EXPECT_LT(banded, plain);
    EXPECT_GT(banded, 0.85 * plain);
}

TEST(Site, PressingShortensTheWayOfANeedleBesideTheFinger) {
    const Place& place = rhomboid();
    const Track track = place.site->make_track(place.on_skin, place.inward, 30.0, 1.0, 0.125);
    int points[4];
    double weights[4];
    ASSERT_TRUE(place.site->surface_weights(place.on_skin, points, weights));
    const auto moved = place.site->track_response_to_surface(track, points[0]);
    const auto inward = [&](std::size_t i) {
        return dot(place.inward, Vec3{moved[3 * i], moved[3 * i + 1], moved[3 * i + 2]});
    };
    EXPECT_GT(inward(0), 0.0);
    EXPECT_GT(inward(0), inward(track.stations.size() - 1)) << "the depth moves less than the skin";
}

// Springs per length along a shaft in muscle: 10 to 30 kPa of lateral foundation is what a thin
// needle feels (2 to 3 times the shear modulus per unit of length).
TEST(Site, HoldsAShaftSidewaysAsMuscleDoes) {
    const Place& place = rhomboid();
    const double spacing = 1.0;
    const Track track = place.site->make_track(place.on_skin, place.inward, 30.0, spacing, 0.125);
    const std::size_t n = track.stations.size();
    const Vec3 aside = normalised(cross(place.inward, place.fibre));
    double sum = 0.0, loaded = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            const double a[3] = {aside.x, aside.y, aside.z};
            for (std::size_t r = 0; r < 3; ++r) {
                for (std::size_t c = 0; c < 3; ++c) {
                    sum += a[r] * track.compliance[(3 * i + r) * 3 * n + 3 * j + c] * a[c];
                }
            }
        }
        loaded += 1.0;
    }
    const double mean_displacement = sum / loaded;  // by 1 N a station
    const double foundation_kPa = 1000.0 * (1.0 / spacing) / mean_displacement;
    EXPECT_GT(foundation_kPa, 4.0);
    EXPECT_LT(foundation_kPa, 40.0);
}

// Solver trials for a band 40 mm long at 20 kPa moved the skin by 0.03 to 0.6 mm.
TEST(Site, ATwitchDimplesTheSkinALittle) {
    const Place& place = rhomboid();
    double largest = 0.0;
    for (const double per_kPa : place.site->surface_response_to_band(0)) {
        largest = std::max(largest, std::fabs(20.0 * per_kPa));
    }
    EXPECT_GT(largest, 0.02);
    EXPECT_LT(largest, 1.0);
    const Track track = place.site->make_track(place.on_skin, place.inward, 30.0, 1.0, 0.125);
    double shaft = 0.0;
    for (const double per_kPa : place.site->track_response_to_band(track, 0)) {
        shaft = std::max(shaft, std::fabs(20.0 * per_kPa));
    }
    EXPECT_GT(shaft, largest * 0.3) << "the shaft in the band moves as well";
}

TEST(Site, TheFieldIsWhatTheCondensedAnswersSay) {
    const Place& place = rhomboid();
    const Track track = place.site->make_track(place.on_skin, place.inward, 30.0, 1.0, 0.125);
    Site::Loads loads;
    loads.surface_N.assign(static_cast<std::size_t>(place.site->surface_count()), 0.0);
    const int middle = place.site->surface_count() / 2;
    loads.surface_N[static_cast<std::size_t>(middle)] = 2.0;
    loads.band_active_kPa = {10.0};
    const Site::Field field = place.site->field(loads);
    const auto by_band = place.site->surface_response_to_band(0);
    const Vec3 moved = field.at(place.site->surface_point(middle));
    EXPECT_NEAR(-dot(moved, place.site->surface_normal(middle)),
                2.0 * place.site->surface_compliance(middle, middle) +
                    10.0 * by_band[static_cast<std::size_t>(middle)],
                1e-6);
    EXPECT_EQ(length(field.at(place.on_skin + Vec3{0.0, 0.0, 90.0})), 0.0);
}

TEST(Site, AFieldFoundOnDemandIsTheWholeOne) {
    const Place& place = rhomboid();
    Site::Loads loads;
    loads.surface_N.assign(static_cast<std::size_t>(place.site->surface_count()), 0.0);
    const int middle = place.site->surface_count() / 2;
    loads.surface_N[static_cast<std::size_t>(middle)] = 2.0;
    loads.surface_N[static_cast<std::size_t>(middle + 3)] = -0.5;
    const Site::Field whole = place.site->field(loads);
    const Site::Field on_demand = place.site->field_by_surface(loads.surface_N);
    const Site::Field prepared = place.site->field_by_surface(loads.surface_N);
    for (int part = 0; part < 40; ++part) prepared.prepare_on_shaft(place.on_skin, 1);
    for (const double deep : {0.0, 20.0, 3.0}) {
        const Vec3 at = place.on_skin + place.inward * deep;
        EXPECT_EQ(prepared.on_shaft(at), on_demand.on_shaft(at)) << deep;
        EXPECT_GT(length(whole.on_shaft(at)), 1e-3);
        EXPECT_LT(distance(on_demand.on_shaft(at), whole.on_shaft(at)), 1e-9) << deep;
        EXPECT_LT(distance(on_demand.at(at), whole.at(at)), 1e-9) << deep;
    }
}

TEST(Site, ATrackLaidInPartsIsTheOneLaidAtOnce) {
    const Place& place = rhomboid();
    const Track at_once = place.site->make_track(place.on_skin, place.inward, 30.0, 1.0, 0.125);
    for (const int parts : {1, 3, 18, 200}) {
        TrackLaying laying(*place.site, place.on_skin, place.inward, {}, 30.0, 1.0, 0.125);
        for (int part = 1; part <= parts; ++part)
            laying.go_on(static_cast<double>(part) / static_cast<double>(parts));
        const Track in_parts = laying.take();
        EXPECT_EQ(in_parts.stations, at_once.stations) << parts;
        EXPECT_EQ(in_parts.compliance, at_once.compliance) << parts;
        EXPECT_EQ(in_parts.surface_response, at_once.surface_response) << parts;
        EXPECT_EQ(in_parts.band_response, at_once.band_response) << parts;
    }
}

TEST(Site, OfTheSameInputsIsTheSame) {
    const Place again = place_with(true);
    EXPECT_EQ(again.site->hash(), rhomboid().site->hash());
    EXPECT_GE(again.site->degrees_of_freedom(), 5000);
    EXPECT_NE(place_with(true, 3.0).site->hash(), again.site->hash());
}

// A line along a slanting site's normal may leave the body at the armpit and meet skin again.
TEST(Site, BySlantingSkinIsAsSoftAsTheTissueThereIsDeep) {
    anatomy::BodyParameters body;
    body.stature = 1680.0;
    body.mass_kg = 64.0;
    body.sex = anatomy::Sex::Female;
    body.posture = anatomy::Posture::Prone;
    const auto atlas = *anatomy::Atlas::make(body);
    for (const SitePlace place : {SitePlace{-3, 14, {}}, SitePlace{-5, 13, {}}}) {
        const auto site = *Site::make(atlas, materials(), {}, place);
        for (int i = 0; i < site->surface_count(); ++i) {
            const UnderSkin& under = site->under_surface(i);
            EXPECT_LT(under.whole, 90.0) << place.column << ' ' << i;
            // Bone 10 mm down lets the skin go in by more than a stiff plate would.
            if (under.whole < 10.0) continue;
            EXPECT_GT(site->surface_compliance(i, i), 0.5) << place.column << ' ' << i;
        }
    }
}

}  // namespace
}  // namespace dryrun::tissue
