// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/camera.h"

#include <gtest/gtest.h>

namespace dryrun::render {
namespace {

const Viewport kView{0, 0, 800, 600};

TEST(Camera, ShowsThePatientsRightOnTheRightSeenFromBehind) {
    const Camera camera;
    EXPECT_GT(project(camera, kView, {-50, 0, 0}).x, 400.0);
    EXPECT_LT(project(camera, kView, {0, 0, 50}).y, 300.0);
}

TEST(Camera, FindsTheRayThroughThePixelOfAPoint) {
    for (const double field : {0.0, 25.0}) {
        Camera camera;
        camera.field_of_view_deg = field;
        camera.target = {10, 20, 300};
        rotate(camera, kView, 120, -60);
        const Vec3 point{-30, 70, 340};
        const Projected at = project(camera, kView, point);
        const Ray ray = ray_through(camera, kView, at.x, at.y);
        const Vec3 offset = point - ray.origin;
        EXPECT_LT(length(offset - ray.direction * dot(offset, ray.direction)), 1e-6);
    }
}

TEST(Camera, MatrixAgreesWithProjection) {
    Camera camera;
    camera.target = {0, 10, 200};
    rotate(camera, kView, 33, 21);
    const Matrix4 m = projection_view(camera, kView);
    const Vec3 p{25, 40, 260};
    const double c[3] = {p.x, p.y, p.z};
    double clip[4];
    for (std::size_t row = 0; row < 4; ++row) {
        clip[row] = m[12 + row];
        for (std::size_t k = 0; k < 3; ++k) clip[row] += static_cast<double>(m[k * 4 + row]) * c[k];
    }
    const Projected at = project(camera, kView, p);
    EXPECT_NEAR(400.0 * (1.0 + clip[0] / clip[3]), at.x, 0.05);
    EXPECT_NEAR(300.0 * (1.0 - clip[1] / clip[3]), at.y, 0.05);
}

TEST(Camera, DraggingToTheRightTurnsTheSceneToTheRight) {
    Camera camera;
    const double before = project(camera, kView, {0, 50, 0}).x;
    rotate(camera, kView, 40, 0);
    EXPECT_GT(project(camera, kView, {0, 50, 0}).x, before);
    const double high = project(camera, kView, {0, 50, 0}).y;
    rotate(camera, kView, 0, 40);
    EXPECT_GT(project(camera, kView, {0, 50, 0}).y, high);
}

TEST(Camera, PanningCarriesTheTargetsPointWithTheMouse) {
    Camera camera;
    const Vec3 point = camera.target;
    pan(camera, kView, 30, -20);
    const Projected at = project(camera, kView, point);
    EXPECT_NEAR(at.x, 430, 0.5);
    EXPECT_NEAR(at.y, 280, 0.5);
}

TEST(Camera, WheelForwardZoomsInWithinLimits) {
    Camera camera;
    const double before = camera.view_height;
    zoom_by_wheel(camera, 1);
    EXPECT_LT(camera.view_height, before);
    zoom_by_wheel(camera, 1000);
    EXPECT_GT(camera.view_height, 1.0);
    zoom_by_drag(camera, kView, 1e6);
    EXPECT_LT(camera.view_height, 1e4);
}

TEST(Camera, StaysOrthonormalThroughManyTurns) {
    Camera camera;
    for (int i = 0; i < 2000; ++i) rotate(camera, kView, 7, (i % 13) - 6);
    EXPECT_NEAR(length(camera.forward), 1.0, 1e-9);
    EXPECT_NEAR(dot(camera.forward, camera.up), 0.0, 1e-9);
}

}  // namespace
}  // namespace dryrun::render
