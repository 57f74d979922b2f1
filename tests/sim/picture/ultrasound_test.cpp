// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/ultrasound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "picture/picture.h"

namespace dryrun::picture {
namespace {

using anatomy::Atlas;
using anatomy::Tissue;

std::shared_ptr<const Atlas> prone(double breath_in = 0.0) {
    anatomy::BodyParameters body;
    body.posture = anatomy::Posture::Prone;
    body.breath_in = breath_in;
    auto atlas = Atlas::make(body);
    EXPECT_TRUE(atlas.ok()) << atlas.error().text();
    return *atlas;
}

// Along the ribs' spaces, beside the spine.
UltrasoundProbe longitudinal(const Atlas& atlas) {
    const auto plane = parse_plane("sagittal:-62", atlas);
    EXPECT_TRUE(plane.ok());
    const auto probe = place_probe(atlas, *plane);
    EXPECT_TRUE(probe.ok());
    return *probe;
}

double across_of(const UltrasoundFrame& frame, int column) {
    return (column / static_cast<double>(frame.columns - 1) - 0.5) * frame.width;
}

int row_of(const UltrasoundFrame& frame, double depth) {
    return static_cast<int>(std::lround(depth / frame.depth * (frame.rows - 1)));
}

// Depth below the face of the first of a tissue under a column, or -1.
double depth_of(const Atlas& atlas, const UltrasoundProbe& probe, double across, Tissue tissue) {
    const Vec3 face = probe.centre + probe.along * across;
    const auto line = atlas.layers_along(face - probe.into * 3.0, probe.into, 60.0);
    if (!line) return -1.0;
    for (const auto& span : line->spans) {
        if (atlas.structure(span.structure).tissue == tissue)
            return dot(line->entry - face, probe.into) + span.enter;
    }
    return -1.0;
}

double mean_brightness(const UltrasoundFrame& frame, int column, int first, int last) {
    double sum = 0.0;
    for (int row = first; row < last; ++row) sum += frame.at(column, row);
    return sum / (last - first);
}

TEST(Ultrasound, DrawsThePleuraAsABrightLineWhereAProbeMeetsIt) {
    const auto atlas = prone();
    const UltrasoundProbe probe = longitudinal(*atlas);
    const UltrasoundFrame frame = scan(*atlas, probe);
    int seen = 0;
    int right = 0;
    for (int column = 5; column < frame.columns - 5; column += 3) {
        const double across = across_of(frame, column);
        if (depth_of(*atlas, probe, across, Tissue::Bone) >= 0.0) continue;
        const double pleura = depth_of(*atlas, probe, across, Tissue::Pleura);
        if (pleura < 0.0 || pleura > 50.0) continue;
        ++seen;
        int brightest = row_of(frame, pleura - 6.0);
        for (int row = brightest; row < row_of(frame, pleura + 6.0); ++row) {
            if (frame.at(column, row) > frame.at(column, brightest)) brightest = row;
        }
        if (std::fabs(brightest - row_of(frame, pleura)) <= 8) ++right;
    }
    ASSERT_GT(seen, 10);
    EXPECT_GE(right, (seen * 3) / 4);
}

TEST(Ultrasound, LeavesAShadowBehindBone) {
    const auto atlas = prone();
    const UltrasoundProbe probe = longitudinal(*atlas);
    const UltrasoundFrame frame = scan(*atlas, probe);
    double shadow = 0.0;
    double above = 0.0;
    int count = 0;
    for (int column = 5; column < frame.columns - 5; ++column) {
        const double bone = depth_of(*atlas, probe, across_of(frame, column), Tissue::Bone);
        if (bone < 10.0 || bone > 40.0) continue;
        ++count;
        shadow +=
            mean_brightness(frame, column, row_of(frame, bone + 5.0), row_of(frame, bone + 12.0));
        above +=
            mean_brightness(frame, column, row_of(frame, bone - 8.0), row_of(frame, bone - 1.0));
    }
    ASSERT_GT(count, 20);
    EXPECT_LT(shadow / count, 0.4 * above / count);
}

// Of the speckle 2 to 6 mm below the pleura, the shift along the face that fits best.
double slide_between(const Atlas& before_atlas, const Atlas& after_atlas,
                     const UltrasoundProbe& probe) {
    const UltrasoundFrame before = scan(before_atlas, probe);
    const UltrasoundFrame after = scan(after_atlas, probe);
    constexpr int kDeep = 30;
    const auto below_pleura = [&](const Atlas& atlas, const UltrasoundFrame& frame, int column) {
        const double across = across_of(frame, column);
        const double bone = depth_of(atlas, probe, across, Tissue::Bone);
        const double pleura = depth_of(atlas, probe, across, Tissue::Lung);
        return bone >= 0.0 || pleura < 0.0 ? -1 : row_of(frame, pleura) + 12;
    };
    double best = -1e9;
    int best_shift = 0;
    for (int shift = -60; shift <= 60; ++shift) {
        double sum = 0.0;
        int count = 0;
        for (int column = 5; column < before.columns - 5; ++column) {
            const int other = column + shift;
            if (other < 5 || other >= before.columns - 5) continue;
            const int from = below_pleura(before_atlas, before, column);
            const int to = below_pleura(after_atlas, after, other);
            if (from < 0 || to < 0 || to + kDeep >= after.rows || from + kDeep >= after.rows)
                continue;
            for (int row = 0; row < kDeep; ++row) {
                const double off = before.at(column, from + row) - after.at(other, to + row);
                sum -= off * off;
                ++count;
            }
        }
        if (count < 1500) continue;
        if (sum / count > best) best = sum / count, best_shift = shift;
    }
    return best_shift * before.width / (before.columns - 1);
}

TEST(Ultrasound, LetsThePleuralLineSlideWithTheBreath) {
    const auto out = prone();
    const auto in = prone(0.5 * anatomy::kQuietBreath);
    const UltrasoundProbe probe = longitudinal(*out);
    ASSERT_GT(in->lung_slide(), 2.0);
    // Cranial is on the left, so the lung moves to the right as it comes down.
    EXPECT_NEAR(slide_between(*out, *in, probe), in->lung_slide(), 1.0);
}

TEST(Ultrasound, IsTheSameForTheSameBody) {
    const auto atlas = prone();
    const UltrasoundProbe probe = longitudinal(*atlas);
    EXPECT_EQ(scan(*atlas, probe).brightness, scan(*atlas, probe).brightness);
}

TEST(Ultrasound, NamesWhatItShowsFromTheSkinDown) {
    const auto atlas = prone();
    const auto labels = ultrasound_labels(*atlas, longitudinal(*atlas), kImagedDepth);
    ASSERT_GT(labels.size(), 3u);
    EXPECT_EQ(labels.front().text, "skin");
    for (std::size_t i = 1; i < labels.size(); ++i) EXPECT_LE(labels[i - 1].depth, labels[i].depth);
}

TEST(Ultrasound, RefusesAPlaneBesideTheBack) {
    const auto atlas = prone();
    const auto plane = parse_plane("oblique:0,0,2000/1,0,0", *atlas);
    ASSERT_TRUE(plane.ok());
    const auto probe = place_probe(*atlas, *plane);
    ASSERT_FALSE(probe.ok());
    EXPECT_NE(probe.error().text().find("no skin"), std::string::npos);
}

}  // namespace
}  // namespace dryrun::picture
