using Infra.Backend.Monitoring.Dashboards;
using Infra.Tests.Documentation;

namespace Infra.Tests.Monitoring;

/// <summary>The pictures in the documentation match the dashboards.</summary>
public class DashboardPictureTests
{
    [Theory]
    [InlineData("overview", "dashboard-overview.svg")]
    [InlineData("service-orders", "dashboard-service.svg")]
    public void Picture_IsCurrent(string uid, string file)
    {
        var dashboard = DashboardCatalogue.Create(StackMonitoring.CreatePlan("prod")).Single(dashboard => dashboard.Uid == uid);

        GeneratedFile.AssertCurrent(["docs", "images", file], DashboardPicture.Draw(dashboard));
    }
}
