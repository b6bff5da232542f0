using System.Text.Json.Nodes;
using Infra.Monitoring.Dashboards;

namespace Infra.Tests.Monitoring;

public class DashboardTests
{
    public static TheoryData<string> Stacks => StackMonitoring.Stacks;

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Dashboards_HaveNamesOfTheirOwn_AndLinksThatLeadSomewhere(string stack)
    {
        var dashboards = DashboardCatalogue.Of(StackMonitoring.PlanOf(stack));
        var uids = dashboards.Select(dashboard => dashboard.Uid).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(dashboards.Length, uids.Count);
        Assert.Equal(dashboards.Length, dashboards.Select(dashboard => dashboard.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.All(uids, uid => Assert.InRange(uid.Length, 1, 40));
        if (stack == "prod")
        {
            foreach (var dashboard in dashboards)
            {
                Assert.All(dashboard.Links.Concat(dashboard.Panels.Select(panel => panel.Link).OfType<DashboardLink>()), link => Assert.Contains(link.Uid, uids));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void EveryVariable_IsUsed_AndEveryOneUsed_Exists(string stack)
    {
        foreach (var dashboard in DashboardCatalogue.Of(StackMonitoring.PlanOf(stack)))
        {
            var used = string.Join(' ', dashboard.Panels.SelectMany(panel => panel.Targets).Select(target => target.Expression.Text).Concat(dashboard.Variables.Select(variable => variable.Query)));
            Assert.All(dashboard.Variables, variable => Assert.Contains($"${variable.Name}", used, StringComparison.Ordinal));
            foreach (var name in used.Split('$').Skip(1).Select(rest => new string([.. rest.TakeWhile(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')])).Where(name => name.Length > 0 && name != "__rate_interval"))
            {
                Assert.Contains(name, dashboard.Variables.Select(variable => variable.Name));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Json_HasTheShapeGrafanaReads_AndPanelsDoNotOverlap(string stack)
    {
        foreach (var dashboard in DashboardCatalogue.Of(StackMonitoring.PlanOf(stack)))
        {
            var json = JsonNode.Parse(DashboardJson.Write(dashboard))!;
            Assert.Equal(dashboard.Uid, (string?)json["uid"]);
            Assert.True((int)json["schemaVersion"]! > 36);
            var panels = json["panels"]!.AsArray();
            Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
            var cells = new HashSet<(int X, int Y)>();
            foreach (var panel in panels)
            {
                var position = panel!["gridPos"]!;
                var (x, y, width, height) = ((int)position["x"]!, (int)position["y"]!, (int)position["w"]!, (int)position["h"]!);
                Assert.InRange(x + width, 1, 24);
                Assert.All(from column in Enumerable.Range(x, width) from row in Enumerable.Range(y, height) select (column, row), cell => Assert.True(cells.Add(cell), $"{dashboard.Uid}: {panel["title"]}"));
                if ((string?)panel["type"] != "row")
                {
                    Assert.False(string.IsNullOrEmpty((string?)panel["fieldConfig"]!["defaults"]!["unit"]), $"{dashboard.Uid}: {panel["title"]}");
                    Assert.NotEmpty(panel["targets"]!.AsArray());
                }
            }
        }
    }

    /// <summary>The limit of a ConfigMap is a mebibyte.</summary>
    [Theory]
    [MemberData(nameof(Stacks))]
    public void EachFolder_FitsIntoAConfigMap(string stack) => Assert.All(
        DashboardCatalogue.Of(StackMonitoring.PlanOf(stack)).GroupBy(dashboard => dashboard.Folder),
        folder => Assert.InRange(folder.Sum(dashboard => DashboardJson.Write(dashboard).Length), 1, 1024 * 1024));
}
