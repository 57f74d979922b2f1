// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What holds for every line through every body: spans touch and are positive, points agree with
// them, bone is where the bone query says, and lung is never reached before the chest wall.
#include <gtest/gtest.h>

#include <cstdlib>

#include "body_for_test.h"

namespace dryrun::anatomy {
namespace {

struct Line {
    Vec3 from;
    Vec3 direction;
};

// From above the skin towards the body, tilted by up to 60°.
std::optional<Line> some_line(const Atlas& atlas, const RandomStream& random, std::uint64_t i) {
    const Vec3 root = *atlas.landmark("spinous.T5");
    const Vec3 near{280.0 * random.uniform(i, 0) - 140.0, root.y - 10.0,
                    root.z + 190.0 * random.uniform(i, 1) - 120.0};
    const auto skin = atlas.skin_at(near);
    if (!skin) return std::nullopt;
    const double tilt = 1.5 * random.uniform(i, 2);
    const double turn = 6.28 * random.uniform(i, 3);
    const Vec3 aside = skin->medial * det::cos(turn) + skin->caudal * det::sin(turn);
    const Vec3 direction = normalised(aside * tilt - skin->normal);
    return Line{skin->point - direction * 8.0, direction};
}

int depth_rank(Tissue tissue) {
    switch (tissue) {
        case Tissue::Skin:
            return 0;
        case Tissue::Fat:
            return 1;
        case Tissue::Fascia:
            return 2;
        default:
            return 3;
    }
}

void check_line(const Atlas& atlas, const Line& line) {
    const auto found = atlas.layers_along(line.from, line.direction, 90.0);
    ASSERT_TRUE(found);
    ASSERT_FALSE(found->spans.empty());
    EXPECT_NEAR(distance(found->entry, line.from), 8.0, 1e-6);
    EXPECT_EQ(atlas.structure(found->spans.front().structure).name, "skin");
    double at = 0.0;
    int rank = 0;
    bool after_bone = false;
    std::optional<double> first_bone;
    std::optional<StructureId> bone;
    bool has_left_skin = false;
    for (const LayerSpan& span : found->spans) {
        EXPECT_EQ(span.enter, at);
        EXPECT_GT(span.exit, span.enter);
        at = span.exit;
        const Structure& structure = atlas.structure(span.structure);
        // Skin, fat, fascia and what is below follow one another, but where bone sticks out.
        const int next = depth_rank(structure.tissue);
        if (structure.tissue != Tissue::Bone && structure.name != "beyond" && !after_bone) {
            EXPECT_LE(std::abs(next - rank), 1) << structure.name;
        }
        after_bone = structure.tissue == Tissue::Bone;
        rank = next;
        has_left_skin = has_left_skin || structure.tissue != Tissue::Skin;
        if (structure.tissue == Tissue::Bone && !first_bone) {
            first_bone = span.enter;
            bone = span.structure;
        }
        const double thickness = span.exit - span.enter;
        if (thickness < 0.1) continue;
        const Vec3 middle = found->entry + line.direction * (0.5 * (span.enter + span.exit));
        const auto held = atlas.at(middle);
        if (!held && structure.name == "beyond") continue;
        ASSERT_TRUE(held) << structure.name;
        if (*held == span.structure) continue;
        // Where lung has no surface of pleura, the line has it put on.
        const bool is_wrap = structure.tissue == Tissue::Pleura && thickness < 0.5;
        if (is_wrap && atlas.structure(*held).tissue == Tissue::Lung) continue;
        // A line may graze a surface: then the span's structure is within a tenth beside it.
        bool is_beside = false;
        for (const Vec3& way :
             {found->normal, Vec3{1.0, 0.0, 0.0}, Vec3{0.0, 1.0, 0.0}, Vec3{0.0, 0.0, 1.0}}) {
            for (const double d : {-0.1, 0.1}) {
                const auto beside = atlas.at(middle + way * d);
                is_beside = is_beside || beside == span.structure;
                // What is put on at the lung's very edge has lung beside it.
                if (is_wrap && beside)
                    is_beside = is_beside || atlas.structure(*beside).tissue == Tissue::Lung;
            }
        }
        EXPECT_TRUE(is_beside) << structure.name << " or " << atlas.structure(*held).name << " "
                               << thickness;
    }
    EXPECT_TRUE(has_left_skin);
    EXPECT_LE(at, 90.0 + 1e-9);
    const auto hit = atlas.first_bone(found->entry, line.direction, at);
    ASSERT_EQ(hit.has_value(), first_bone.has_value());
    if (hit) {
        EXPECT_NEAR(hit->distance, *first_bone, 1e-6);
        EXPECT_EQ(hit->structure, *bone);
        EXPECT_LE(dot(hit->normal, line.direction), 0.0);
    }
}

TEST(LayersAlong, HoldsForEveryLineThroughEveryBody) {
    const std::pair<Sex, double> people[] = {
        {Sex::Female, 17.5}, {Sex::Male, 24.0}, {Sex::Male, 38.0}};
    std::uint64_t number = 40;
    for (const auto& [sex, bmi] : people) {
        const auto atlas = make_atlas(stranger(++number, sex, bmi));
        const RandomStream random(number, "lines");
        for (std::uint64_t i = 0; i < 150; ++i) {
            const auto line = some_line(*atlas, random, i);
            if (!line) continue;
            SCOPED_TRACE("body " + std::to_string(number) + " line " + std::to_string(i));
            check_line(*atlas, *line);
        }
    }
}

// What at() says every 0.05 mm: the spans may be off by no more than that.
TEST(LayersAlong, IsWhatAWalkInSmallStepsFinds) {
    constexpr double kFine = 0.05;
    const std::pair<Sex, double> people[] = {{Sex::Female, 19.0}, {Sex::Male, 31.0}};
    std::uint64_t number = 60;
    int points = 0;
    int off = 0;
    double farthest = 0.0;
    for (const auto& [sex, bmi] : people) {
        const auto atlas = make_atlas(stranger(++number, sex, bmi));
        const RandomStream random(number, "fine lines");
        for (std::uint64_t i = 0; i < 25; ++i) {
            const auto line = some_line(*atlas, random, i);
            if (!line) continue;
            const auto found = atlas->layers_along(line->from, line->direction, 70.0);
            ASSERT_TRUE(found);
            const auto& spans = found->spans;
            std::size_t k = 0;
            double off_since = -1.0;
            for (double t = 0.5 * kFine; t < spans.back().exit; t += kFine) {
                while (t > spans[k].exit) ++k;
                const auto held = atlas->at(found->entry + line->direction * t);
                if (!held) continue;
                ++points;
                const auto is_near = [&](std::size_t span) {
                    return spans[span].structure == *held && t > spans[span].enter - kFine &&
                           t < spans[span].exit + kFine;
                };
                // Where lung has no surface of pleura, the line has it put on.
                const bool is_wrap =
                    atlas->structure(spans[k].structure).tissue == Tissue::Pleura &&
                    atlas->structure(*held).tissue == Tissue::Lung &&
                    spans[k].exit - spans[k].enter < 0.5;
                const bool is_right = is_wrap || is_near(k) || (k > 0 && is_near(k - 1)) ||
                                      (k + 1 < spans.size() && is_near(k + 1));
                if (!is_right && off_since < 0.0) off_since = t;
                if (!is_right) {
                    ++off;
                    farthest = std::fmax(farthest, t - off_since + kFine);
                } else {
                    off_since = -1.0;
                }
            }
        }
    }
    EXPECT_GT(points, 50000);
    // Slips of a sheet that thins out to nothing along the line.
    EXPECT_LT(off, points / 2000);
    EXPECT_LT(farthest, 1.0);
}

TEST(LayersAlong, PleuraIsMetBeforeLungAndBehindTheChestWall) {
    const auto atlas = make_atlas(stranger(77, Sex::Female, 20.0));
    const RandomStream random(77, "lines");
    int met = 0;
    for (std::uint64_t i = 0; i < 300; ++i) {
        const auto line = some_line(*atlas, random, i);
        if (!line) continue;
        const auto found = atlas->layers_along(line->from, line->direction, 120.0);
        ASSERT_TRUE(found);
        for (std::size_t k = 1; k < found->spans.size(); ++k) {
            const auto tissue = [&](std::size_t j) {
                return atlas->structure(found->spans[j].structure).tissue;
            };
            if (tissue(k) != Tissue::Lung) continue;
            // Below the lung's edge the pleura is folded double over the diaphragm.
            const Structure& before = atlas->structure(found->spans[k - 1].structure);
            EXPECT_TRUE(before.tissue == Tissue::Pleura || before.tissue == Tissue::Bone ||
                        before.name.starts_with("diaphragm"))
                << atlas->structure(found->spans[k - 1].structure).name << " at line " << i;
            ++met;
            break;
        }
    }
    EXPECT_GT(met, 100);
}

TEST(LayersAlong, SameBodySameBits) {
    const auto one = make_atlas(stranger(5, Sex::Male, 25.0));
    const auto other = make_atlas(stranger(5, Sex::Male, 25.0));
    const RandomStream random(5, "lines");
    for (std::uint64_t i = 0; i < 40; ++i) {
        const auto line = some_line(*one, random, i);
        if (!line) continue;
        const auto a = one->layers_along(line->from, line->direction, 90.0);
        const auto b = other->layers_along(line->from, line->direction, 90.0);
        ASSERT_EQ(a->spans.size(), b->spans.size());
        for (std::size_t k = 0; k < a->spans.size(); ++k) {
            EXPECT_EQ(a->spans[k].structure, b->spans[k].structure);
            EXPECT_EQ(a->spans[k].exit, b->spans[k].exit);
        }
    }
}

TEST(LayersAlong, GrazingAHollowOfTheSkinAreInStructuresOfTheBodyThroughout) {
    BodyParameters body;
    body.posture = Posture::ProneArmsBySide;
    const auto atlas = make_atlas(body);
    const auto line = atlas->layers_along({-85.360910042504685, 16.503228785097125, 493.8},
                                          normalised({0.5824, -0.7960, -0.1648}), 120.0);
    ASSERT_TRUE(line);
    for (const LayerSpan& span : line->spans) {
        EXPECT_LT(static_cast<std::size_t>(span.structure), atlas->structures().size());
    }
}

}  // namespace
}  // namespace dryrun::anatomy
