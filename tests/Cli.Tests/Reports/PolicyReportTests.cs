using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Cli.Tests.Support;
using Infra.Cli.Reports;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Reports;
using static Cli.Tests.Reports.SamplePreview;

namespace Cli.Tests.Reports;

/// <summary>Violations of policies in the forms of CI systems.</summary>
public sealed class PolicyReportTests
{
    private static readonly PolicyCheckResult Result = new(
        [
            Policy("has-limits", PolicyLevel.Mandatory),
            Policy("has-owner", PolicyLevel.Advisory),
            Policy("off", PolicyLevel.Disabled),
            Policy("passes"),
        ],
        [
            Violation(PolicyLevel.Mandatory, "has-limits", "it has no limits\nadd them", Steps.Resource("orders")),
            Violation(PolicyLevel.Mandatory, "has-limits", "it has no limits\nadd them", Steps.Resource("orders")),
            Violation(PolicyLevel.Advisory, "has-owner", "it has no owner \u0007", Steps.Resource("catalog")),
        ]
    );

    [Fact]
    public void CodeQuality_HasPlacesSeveritiesAndFingerprintsOfTheirOwn()
    {
        using var output = new MemoryStream();
        new CodeQualityWriter(Result, _ => new ManifestPlace("/project/stacks/services.yaml", 21), "/project").Write(output);

        var findings = JsonNode.Parse(output.ToArray())!.AsArray();
        Assert.Equal(3, findings.Select(finding => (string?)finding!["fingerprint"]).Distinct().Count());
        Assert.All(findings, finding =>
        {
            Assert.Equal("stacks/services.yaml", (string?)finding!["location"]!["path"]);
            Assert.Equal(21, (int?)finding["location"]!["lines"]!["begin"]);
            Assert.Equal("critical", (string?)finding["severity"]);
        });
        Assert.Equal("ConfigMap orders: it has no limits add them", (string?)findings[0]!["description"]);
        Assert.Equal("has-limits", (string?)findings[0]!["check_name"]);
    }

    [Fact]
    public void CodeQuality_Fingerprints_DoNotDependOnLines()
    {
        Assert.Equal(Fingerprints(1), Fingerprints(2));

        static IEnumerable<string?> Fingerprints(int line)
        {
            using var output = new MemoryStream();
            new CodeQualityWriter(Result, _ => new ManifestPlace("/a.yaml", line), "/").Write(output);
            return JsonNode.Parse(output.ToArray())!.AsArray().Select(finding => (string?)finding!["fingerprint"]).ToArray();
        }
    }

    [Fact]
    public void Junit_HasACaseForEachPolicy()
    {
        using var output = new MemoryStream();
        JunitWriter.Write(PolicyJunit.Describe(Result, "the stack shop/prod", violation => violation.Urn.Name), output);

        var suite = XDocument.Parse(Encoding.UTF8.GetString(output.ToArray())).Root!.Element("testsuite")!;
        Assert.Equal("policies of the stack shop/prod", (string?)suite.Attribute("name"));
        Assert.Equal(
            ("4", "1", "2"),
            ((string?)suite.Attribute("tests"), (string?)suite.Attribute("failures"), (string?)suite.Attribute("skipped"))
        );
        var cases = suite
            .Elements("testcase")
            .ToDictionary(test => (string)test.Attribute("name")!, test => test.Elements().SingleOrDefault());
        Assert.Equal("orders: it has no limits\nadd them\norders: it has no limits\nadd them", cases["has-limits"]!.Value);
        Assert.Equal("2 violations", (string?)cases["has-limits"]!.Attribute("message"));
        Assert.Equal("skipped", cases["has-owner"]!.Name.LocalName);
        Assert.Equal("disabled", (string?)cases["off"]!.Attribute("message"));
        Assert.Null(cases["passes"]);
    }

    private static PolicyDetails Policy(string name, PolicyLevel level = PolicyLevel.Mandatory) =>
        new()
        {
            Pack = "kubernetes",
            Name = name,
            Description = name,
            Remedy = "",
            Level = level,
            Severity = PolicySeverity.High,
            IsForStack = false,
            Url = "",
            Tags = [],
            Settings = [],
        };
}
