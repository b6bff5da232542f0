using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using CsCheck;
using Infra.Rehearsal.Reports;
using Infra.Rehearsal.Results;

namespace Rehearsal.Tests.Reports;

/// <summary>The report for CI systems.</summary>
public sealed class JunitReportTests
{
    [Fact]
    public void Write_OfAPeak_HasATestCaseForEachExpectation()
    {
        var suite = Read(SampleResult.Peak).Root!.Element("testsuite")!;

        Assert.Equal(
            ("4", "1", "0", "1"),
            (Count(suite, "tests"), Count(suite, "failures"), Count(suite, "errors"), Count(suite, "skipped"))
        );
        var failed = suite.Elements("testcase").Single(test => test.Element("failure") is not null);
        Assert.Equal("gateway latency p99", (string?)failed.Attribute("name"));
        Assert.StartsWith(
            "812 ms > 500 ms from 22:10 to 24:30: catalog",
            (string?)failed.Element("failure")!.Attribute("message"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Write_OfAnInterruptedRun_IsAnError()
    {
        var suite = Read(SampleResult.Peak with { Reached = TimeSpan.FromMinutes(35) }).Root!.Element("testsuite")!;

        Assert.Equal(("5", "1"), (Count(suite, "tests"), Count(suite, "errors")));
        Assert.Single(suite.Elements("testcase").Elements("error"));
    }

    [Fact]
    public void Write_OfAnyText_IsValid() =>
        Gen.OneOf(Gen.String, Gen.String["<>&\"'\0\n]"]).Sample(text => Read(SampleResult.WithEveryText(text)), iter: 200);

    // Validates against the elements and attributes that readers of the form agree on.
    private static XDocument Read(RehearsalResult result)
    {
        using var output = new MemoryStream();
        JunitReport.Write(result, output);
        output.Position = 0;
        var schemas = new XmlSchemaSet();
        schemas.Add(null, Golden.PathOf("tests", "Rehearsal.Tests", "Reports", "junit.xsd"));
        var document = XDocument.Load(output);
        document.Validate(schemas, null);
        return document;
    }

    private static string? Count(XElement suite, string name) => (string?)suite.Attribute(name);
}
