using System.Globalization;
using System.Text;
using System.Xml;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports;

/// <summary>A result for CI systems, in JUnit's form: a test case for each expectation.</summary>
public static class JunitReport
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    /// <summary>Writes the report. What is not known is a skipped test, and an interrupted rehearsal an error.</summary>
    public static void Write(RehearsalResult result, Stream output)
    {
        ArgumentNullException.ThrowIfNull(result);
        var expectations = result.Expectations;
        var failures = expectations.Count(expectation => expectation.Outcome == ExpectationOutcome.Failed);
        var skipped = expectations.Count(expectation => expectation.Outcome == ExpectationOutcome.Unknown);
        var errors = result.IsComplete ? 0 : 1;
        var name = SafeText.Line($"rehearsal of {result.Stack}{(result.Cluster is { } cluster ? $" {cluster}" : "")}: {result.Scenario}");

        using var xml = XmlWriter.Create(output, Settings);
        xml.WriteStartElement("testsuites");
        WriteCounts(xml, name, expectations.Count + errors, failures, errors);
        xml.WriteStartElement("testsuite");
        WriteCounts(xml, name, expectations.Count + errors, failures, errors);
        xml.WriteAttributeString("skipped", skipped.ToString(CultureInfo.InvariantCulture));
        xml.WriteStartElement("properties");
        WriteProperty(xml, "seed", result.Seed.ToString(CultureInfo.InvariantCulture));
        WriteProperty(xml, "duration", Figures.Duration(result.Duration));
        xml.WriteEndElement();
        foreach (var expectation in expectations)
        {
            WriteCase(xml, name, expectation);
        }

        if (!result.IsComplete)
        {
            WriteStartOfCase(xml, name, "the rehearsal runs to its end");
            xml.WriteStartElement("error");
            xml.WriteAttributeString("message", $"interrupted at {Figures.At(result.Reached)} of {Figures.At(result.Duration)}");
            xml.WriteAttributeString("type", "interrupted");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, string name, int tests, int failures, int errors)
    {
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("tests", tests.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", failures.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", errors.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("value", value);
        xml.WriteEndElement();
    }

    private static void WriteStartOfCase(XmlWriter xml, string suite, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("classname", suite);
    }

    private static void WriteCase(XmlWriter xml, string suite, ExpectationResult expectation)
    {
        WriteStartOfCase(xml, suite, ExpectationText.Title(expectation));
        var message = $"{ExpectationText.Comparison(expectation)}{ExpectationText.Explanation(expectation)}";
        if (expectation.Outcome == ExpectationOutcome.Failed)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", message);
            xml.WriteAttributeString("type", "expectation");
            xml.WriteString($"{ExpectationText.Title(expectation)} {message}\nset at {SafeText.Line(expectation.Source)}");
            xml.WriteEndElement();
        }
        else if (expectation.Outcome == ExpectationOutcome.Unknown)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", message);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
