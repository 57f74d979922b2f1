// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/picture.h"
#include "picture/referral.h"
#include "picture/views.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace dryrun::picture {
namespace {

class Pictures : public testing::Test {
  protected:
    void SetUp() override {
        anatomy::BodyParameters body;
        body.posture = anatomy::Posture::Prone;
        auto made = anatomy::Atlas::make(body);
        ASSERT_TRUE(made) << made.error().text();
        atlas = *made;
        options.size = {240, 180};
    }
    render::Image draw(const session::Snapshot* moment = nullptr) const {
        auto picture = make_picture(*atlas, moment, options);
        EXPECT_TRUE(picture) << picture.error().text();
        return picture ? *picture : render::make_image(1, 1);
    }
    static std::size_t different_pixels(const render::Image& a, const render::Image& b) {
        std::size_t count = 0;
        for (int y = 0; y < a.height; ++y) {
            for (int x = 0; x < a.width; ++x) {
                int off = 0;
                for (int c = 0; c < 3; ++c) off += std::abs(a.pixel(x, y)[c] - b.pixel(x, y)[c]);
                count += off > 30 ? 1 : 0;
            }
        }
        return count;
    }
    static std::size_t colors(const render::Image& image) {
        std::set<int> seen;
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                const auto* p = image.pixel(x, y);
                seen.insert((p[0] >> 4) << 8 | (p[1] >> 4) << 4 | p[2] >> 4);
            }
        }
        return seen.size();
    }
    // A needle that stands in the interscapular region, half of it inside.
    session::Snapshot with_needle() const {
        session::Snapshot moment;
        const auto skin = atlas->skin_at({-60, 100, 350});
        EXPECT_TRUE(skin);
        moment.needle_spec = needle::NeedleSpec{"0.30x50", 50, 0.30, 193};
        moment.needle.shaft_direction = -skin->normal;
        for (int i = 0; i <= 10; ++i) {
            moment.needle.shaft.push_back(skin->point + skin->normal * (25.0 - 5.0 * i));
        }
        moment.needle.tip = moment.needle.shaft.back();
        moment.percepts.is_needle_in = true;
        return moment;
    }
    std::shared_ptr<const anatomy::Atlas> atlas;
    PictureOptions options;
};

TEST_F(Pictures, HaveTheSizeAskedForAndMoreThanOneColour) {
    for (const View view :
         {View::Posterior, View::Left, View::Right, View::Oblique, View::Section}) {
        options.view = view;
        const render::Image image = draw();
        EXPECT_EQ(image.width, 240);
        EXPECT_EQ(image.height, 180);
        EXPECT_GT(colors(image), 20u) << static_cast<int>(view);
    }
}

TEST_F(Pictures, AreTheSameTwice) {
    EXPECT_EQ(draw().rgba, draw().rgba);
}

TEST_F(Pictures, ShowTheNeedle) {
    const session::Snapshot moment = with_needle();
    const session::Snapshot nobody;
    EXPECT_GT(different_pixels(draw(&nobody), draw(&moment)), 30u);
}

TEST_F(Pictures, ShowTheFieldOfWorkWhereSomebodyIsAtWorkElseTheWholeBack) {
    const Box field = working_field(*atlas);
    EXPECT_LT(field.low.z, atlas->landmark("spinous.T12")->z);
    EXPECT_GT(field.high.z, atlas->landmark("spinous.C7")->z);
    EXPECT_GT(field.low.z, atlas->landmark("psis.left")->z);
    const session::Snapshot nobody;
    EXPECT_GT(different_pixels(draw(), draw(&nobody)), 1000u);
}

TEST_F(Pictures, ShowTheNeedleInASection) {
    const session::Snapshot moment = with_needle();
    options.view = View::Section;
    options.plane = "axial:350";
    const render::Image without = draw();
    EXPECT_GT(different_pixels(without, draw(&moment)), 60u);
}

TEST_F(Pictures, ShowPenMarks) {
    session::Snapshot moment;
    const auto skin = atlas->skin_at({60, 100, 350});
    ASSERT_TRUE(skin);
    moment.percepts.marks.push_back({skin->point, skin->normal, skin->medial, skin->caudal});
    options.zoom = 2.0;
    options.show = {Layer::Skin};
    const render::Image with_mark = draw(&moment);
    moment.percepts.marks[0].on_skin.y -= 100.0;  // inside the body
    EXPECT_GT(different_pixels(draw(&moment), with_mark), 20u);
}

TEST_F(Pictures, ShowHiddenBandsOnlyWhenAsked) {
    session::Snapshot moment;
    tissue::TautBand band;
    band.centreline = {{-90, 85, 330}, {-40, 85, 370}};
    band.nodule = {-65, 85, 350};
    moment.bands.push_back(band);
    const render::Image kept = draw(&moment);
    moment.bands.clear();
    EXPECT_EQ(kept.rgba, draw(&moment).rgba);
    moment.bands.push_back(band);
    options.shows_hidden = true;
    EXPECT_GT(different_pixels(kept, draw(&moment)), 30u);
}

TEST_F(Pictures, ShowOnlyTheLayersAskedFor) {
    options.show = {Layer::Bones};
    const render::Image bones = draw();
    options.show = {Layer::Trapezius, Layer::Bones};
    const render::Image more = draw();
    EXPECT_GT(different_pixels(bones, more), 500u);
    // Muscle is red, bone is not.
    std::size_t red = 0;
    for (int i = 0; i < bones.width * bones.height; ++i) {
        const auto* p = bones.pixel(i % bones.width, i / bones.width);
        red += p[0] > 90 && p[0] > 2 * p[1] ? 1 : 0;
    }
    EXPECT_EQ(red, 0u);
}

TEST_F(Pictures, NameLandmarksWhenAsked) {
    options.size = {640, 480};
    const render::Image plain = draw();
    options.has_labels = true;
    EXPECT_GT(different_pixels(plain, draw()), 1500u);
}

TEST_F(Pictures, RefuseWhatIsNoPlaneOrZoom) {
    for (const char* plane : {"axial:T77", "axial:", "sagittal:", "sagittal:1e999", "oblique:1,2,3",
                              "oblique:1,2,3/0,0,0", "coronal:3"}) {
        options.plane = plane;
        const auto picture = make_picture(*atlas, nullptr, options);
        ASSERT_FALSE(picture) << plane;
        EXPECT_EQ(picture.error().kind, ErrorKind::Usage);
    }
    options.plane.clear();
    for (const double zoom : {0.0, -1.0, 1000.0, std::nan("")}) {
        options.zoom = zoom;
        EXPECT_FALSE(make_picture(*atlas, nullptr, options)) << zoom;
    }
}

TEST_F(Pictures, CutWhereThePlaneSays) {
    options.plane = "sagittal:-60";
    const render::Image sagittal = draw();
    options.plane = "oblique:-60,0,300/1,0,0";
    const render::Image oblique = draw();
    options.plane = "axial:T7";
    const render::Image axial = draw();
    EXPECT_LT(different_pixels(sagittal, oblique), 2500u);
    EXPECT_GT(different_pixels(sagittal, axial), 5000u);
}

TEST(PictureWords, AreReadStrictly) {
    EXPECT_TRUE(parse_view("section"));
    EXPECT_FALSE(parse_view("Posterior"));
    EXPECT_EQ(parse_size("1280x960")->width, 1280);
    for (const char* size : {"", "1280", "1280x", "x960", "1280x960x", "0x0", "1e9x2", "12.5x100",
                             "100000x100", "-20x100"}) {
        EXPECT_FALSE(parse_size(size)) << size;
    }
}

TEST_F(Pictures, ReferredPainIsDrawnOnTheSkinOfItsSide) {
    options.show = {Layer::Skin};
    const auto plain = draw();
    options.referrals = {"muscle.rhomboid_major.right"};
    const auto right = draw();
    options.referrals = {"muscle.rhomboid_major.left"};
    const auto left = draw();
    EXPECT_GT(different_pixels(plain, right), 150u);
    EXPECT_GT(different_pixels(left, right), 300u);
    EXPECT_LT(different_pixels(plain, right), 6000u) << "most of the back does not hurt";
}

TEST(Shown, TakesReferredPainBesideLayers) {
    const auto both = parse_shown("skin,referral:rhomboid_major.left,bones");
    ASSERT_TRUE(both) << both.error().text();
    EXPECT_EQ(both->layers, (std::vector{Layer::Skin, Layer::Bones}));
    EXPECT_EQ(both->referrals, std::vector<std::string>{"muscle.rhomboid_major.left"});
    const auto alone = parse_shown("referral:muscle.trapezius.upper");
    ASSERT_TRUE(alone);
    EXPECT_EQ(alone->layers, std::vector{Layer::Skin});
    EXPECT_EQ(alone->referrals.front(), "muscle.trapezius.upper.right");
    const auto none = parse_shown("referral:wing");
    ASSERT_FALSE(none);
    EXPECT_NE(none.error().hint.find("rhomboid_major"), std::string::npos);
    EXPECT_FALSE(parse_shown("skn"));
}

}  // namespace
}  // namespace dryrun::picture
