using System.Text.Json.Nodes;
using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

public class DashboardTests
{
    public static TheoryData<string> Stacks => StackMonitoring.Stacks;

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Dashboards_HaveUniqueNames_AndLinksToExistingDashboards(string stack)
    {
        var dashboards = DashboardCatalogue.Create(StackMonitoring.CreatePlan(stack));
        var uids = dashboards.Select(dashboard => dashboard.Uid).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(dashboards.Length, uids.Count);
        Assert.Equal(dashboards.Length, dashboards.Select(dashboard => dashboard.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.All(uids, uid => Assert.InRange(uid.Length, 1, 40));
        if (stack == "prod")
        {
            foreach (var dashboard in dashboards)
            {
                Assert.All(dashboard.Links.Concat(dashboard.Panels.Select(panel => panel.Link).OfType<DashboardLink>()), link =>
                    Assert.Contains(link.Uid, uids)
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void EveryVariable_IsUsed_AndEveryUsedVariableExists(string stack)
    {
        foreach (var dashboard in DashboardCatalogue.Create(StackMonitoring.CreatePlan(stack)))
        {
            var used = string.Join(
                ' ',
                dashboard
                    .Panels.SelectMany(panel => panel.Targets)
                    .Select(target => target.Expression.Text)
                    .Concat(dashboard.Variables.Select(variable => variable.Query))
            );
            Assert.All(dashboard.Variables, variable => Assert.Contains($"${variable.Name}", used, StringComparison.Ordinal));
            var names = used.Split('$')
                .Skip(1)
                .Select(rest => new string([.. rest.TakeWhile(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')]))
                .Where(name => name.Length > 0 && name != "__rate_interval");
            Assert.All(names, name => Assert.Contains(name, dashboard.Variables.Select(variable => variable.Name)));
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Json_HasGrafanasShape_AndPanelsDoNotOverlap(string stack)
    {
        foreach (var dashboard in DashboardCatalogue.Create(StackMonitoring.CreatePlan(stack)))
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
                Assert.All(from column in Enumerable.Range(x, width) from row in Enumerable.Range(y, height) select (column, row), cell =>
                    Assert.True(cells.Add(cell), $"{dashboard.Uid}: {panel["title"]}")
                );
                if ((string?)panel["type"] != "row")
                {
                    Assert.False(
                        string.IsNullOrEmpty((string?)panel["fieldConfig"]!["defaults"]!["unit"]),
                        $"{dashboard.Uid}: {panel["title"]}"
                    );
                    Assert.NotEmpty(panel["targets"]!.AsArray());
                }
            }
        }
    }

    /// <summary>Prometheus parses every expression once its variables are replaced.</summary>
    [ToolTheory(Tool.Promtool)]
    [MemberData(nameof(Stacks))]
    public async Task EveryExpression_IsParsedByPrometheus(string stack)
    {
        var expressions =
            from page in DashboardCatalogue.Create(StackMonitoring.CreatePlan(stack))
            from panel in page.Panels
            where panel is not LogsPanel
            from target in panel.Targets
            select (Name: $"panel:{page.Uid}:{panel.Title}", Text: Chosen(target.Expression.Text, page));
        var rules = expressions
            .Distinct()
            .Select((expression, i) => new RecordingRule { Name = $"panel:{i}", Expression = new PromExpr(expression.Text) });
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "panels.yaml",
            RuleFiles.Write(new RuleCatalogue([new RuleGroup("panels", [.. rules])], "")).Single().Value
        );

        var (exitCode, output) = await Tool.Run(Tool.Promtool, "check", "rules", file);

        Assert.True(exitCode == 0, output);
    }

    /// <summary>
    /// The properties that Grafana's published schema of dashboards names (kinds/dashboard/dashboard_kind.cue), and those it requires.
    /// </summary>
    [Fact]
    public void Json_HasOnlyPropertiesOfGrafanasSchema()
    {
        foreach (var dashboard in DashboardCatalogue.Create(StackMonitoring.CreatePlan("prod")))
        {
            var json = JsonNode.Parse(DashboardJson.Write(dashboard))!;
            AssertProperties(
                json,
                "editable graphTooltip schemaVersion",
                "uid title description tags timezone time refresh panels templating links annotations"
            );
            foreach (var link in json["links"]!.AsArray())
            {
                AssertProperties(link!, "title type icon tooltip url tags asDropdown targetBlank includeVars keepTime", "");
            }

            foreach (var variable in json["templating"]!["list"]!.AsArray())
            {
                AssertProperties(
                    variable!,
                    "type name hide skipUrlSync",
                    "label query datasource definition multi includeAll refresh sort"
                );
            }

            foreach (var panel in json["panels"]!.AsArray())
            {
                if ((string?)panel!["type"] == "row")
                {
                    AssertProperties(panel, "type collapsed id panels", "title gridPos");
                    continue;
                }

                AssertProperties(panel, "type options fieldConfig transparent", "id title description gridPos datasource targets");
                AssertProperties(panel["fieldConfig"]!, "defaults overrides", "");
                AssertProperties(panel["fieldConfig"]!["defaults"]!, "", "unit color thresholds min custom links");
                Assert.All(panel["targets"]!.AsArray(), target => AssertProperties(target!, "refId expr", "legendFormat instant format"));
                var values = panel["fieldConfig"]!["defaults"]!["thresholds"]!["steps"]!
                    .AsArray()
                    .Select(step => (double?)step!["value"])
                    .ToArray();
                Assert.Null(values[0]);
                Assert.Equal(values.Skip(1).Order(), values.Skip(1));
            }
        }
    }

    [Fact]
    public void Links_LeadFromTheOverview_ToAService_ToItsPodsAndLogs()
    {
        var pages = DashboardCatalogue.Create(StackMonitoring.CreatePlan("prod")).ToDictionary(page => page.Uid);

        Assert.Contains(pages["overview"].Links, link => link.Uid == "service-orders");
        Assert.Contains(pages["overview"].Panels, panel => panel.Link?.Uid == "service-orders");
        Assert.Contains(pages["service-orders"].Links, link => link is { Uid: "pod", Query: "var-namespace=shop" });
        Assert.Contains(pages["service-orders"].Links, link => link is { Uid: "logs", Query: "var-namespace=shop" });
        Assert.Contains(pages["pod"].Links, link => link.Uid == "logs");
    }

    [Fact]
    public void EveryClassOfADashboard_IsASourceOfTheCatalogue()
    {
        var classes = typeof(Dashboard)
            .Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Dashboard).Namespace && type != typeof(Dashboard))
            .Where(type => type.Name.EndsWith("Dashboard", StringComparison.Ordinal));

        Assert.Equal(
            classes.Select(type => type.Name).Order(),
            DashboardCatalogue.Sources.Select(source => source.Method.DeclaringType!.Name).Order()
        );
        Assert.All(DashboardCatalogue.Sources, source => Assert.NotEmpty(source(StackMonitoring.CreatePlan("prod"))));
    }

    [Fact]
    public void EveryDashboardThatUsersExpect_Exists() =>
        Assert.Superset(
            new HashSet<string>([
                "cluster",
                "node",
                "namespace",
                "workload",
                "pod",
                "networking",
                "apiserver",
                "volumes",
                "prometheus",
                "alertmanager",
                "logs",
                "autoscaling",
                "objectives",
                "overview",
                "service-catalog",
                "service-orders",
            ]),
            DashboardCatalogue.Create(StackMonitoring.CreatePlan("prod")).Select(page => page.Uid).ToHashSet()
        );

    /// <summary>Grafana accepts forty characters.</summary>
    [Fact]
    public void Uids_OfLongServiceNames_AreShortAndUnique()
    {
        const string name = "a-service-with-a-name-that-is-quite-long";
        var plan = StackMonitoring.CreatePlan(
            StackSources.From(
                $$"""
                name: shop
                cluster: {kind: simulated}
                faultTolerance: standard
                sizes: {small: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi} } }
                services:
                  {{name}}-a: {image: "a:1", port: 80}
                  {{name}}-b: {image: "a:1", port: 80}
                """,
                ""
            )
        );
        var uids = DashboardCatalogue.Create(plan).Select(page => page.Uid).ToArray();

        Assert.Equal(uids.Length, uids.Distinct().Count());
        Assert.All(uids, uid => Assert.InRange(uid.Length, 1, 40));
    }

    /// <summary>The colours are from Okabe and Ito's palette, which is safe for colour-blind readers.</summary>
    [Fact]
    public void Thresholds_UseColoursSafeForColourBlindReaders()
    {
        string[] safe = ["#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"];
        foreach (var limits in new[] { null, new Limits(1, 2), new Limits(2, 1) })
        {
            var colors = Palette.Steps(limits).Select(step => step.Color).ToArray();
            Assert.Subset(safe.ToHashSet(), colors.ToHashSet());
            Assert.Equal(colors.Length, colors.Distinct().Count());
        }
    }

    private static void AssertProperties(JsonNode node, string required, string optional)
    {
        var present = node.AsObject().Select(property => property.Key).ToArray();
        Assert.Empty(required.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(present));
        Assert.Empty(present.Except($"{required} {optional}".Split(' ')));
    }

    private static string Chosen(string expression, Dashboard page) =>
        page.Variables.Aggregate(expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal), (text, variable) =>
            text.Replace($"${variable.Name}", "chosen", StringComparison.Ordinal)
        );

    /// <summary>A ConfigMap holds a mebibyte at most.</summary>
    [Theory]
    [MemberData(nameof(Stacks))]
    public void EachFolder_FitsIntoAConfigMap(string stack) =>
        Assert.All(DashboardCatalogue.Create(StackMonitoring.CreatePlan(stack)).GroupBy(dashboard => dashboard.Folder), folder =>
            Assert.InRange(folder.Sum(dashboard => DashboardJson.Write(dashboard).Length), 1, 1024 * 1024)
        );
}
