using Infra.Backend.Monitoring.Dashboards;
using Infra.Tests.Documentation;

namespace Infra.Tests.Monitoring;

/// <summary>The pictures in the documentation are drawn from the dashboards as they are.</summary>
public class DashboardPictureTests
{
    [Theory]
    [InlineData("overview", "dashboard-overview.svg")]
    [InlineData("service-orders", "dashboard-service.svg")]
    public void Picture_IsThatOfTheDashboard(string uid, string file) => GeneratedFile.AssertCurrent(
        ["docs", "images", file], DashboardPicture.Draw(DashboardCatalogue.Create(StackMonitoring.PlanOf("prod")).Single(dashboard => dashboard.Uid == uid)));
}
