using System.Globalization;
using System.Text;
using System.Xml;

namespace Infra.Reports;

/// <summary>Writes tests in the form that CI systems agree on.</summary>
public static class JunitWriter
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    /// <summary>Writes a suite.</summary>
    public static void Write(JunitSuite suite, Stream output)
    {
        ArgumentNullException.ThrowIfNull(suite);
        var name = SafeText.Line(suite.Name);
        using var xml = XmlWriter.Create(output, Settings);
        xml.WriteStartElement("testsuites");
        WriteCounts(xml, name, suite);
        xml.WriteStartElement("testsuite");
        WriteCounts(xml, name, suite);
        WriteAttribute(xml, "skipped", Count(suite, JunitProblemKind.Skipped));
        WriteProperties(xml, suite.Properties);
        foreach (var test in suite.Cases)
        {
            WriteCase(xml, name, test);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, string name, JunitSuite suite)
    {
        xml.WriteAttributeString("name", name);
        WriteAttribute(xml, "tests", suite.Cases.Count);
        WriteAttribute(xml, "failures", Count(suite, JunitProblemKind.Failure));
        WriteAttribute(xml, "errors", Count(suite, JunitProblemKind.Error));
    }

    private static int Count(JunitSuite suite, JunitProblemKind kind) => suite.Cases.Count(test => test.Problem?.Kind == kind);

    private static void WriteAttribute(XmlWriter xml, string name, int number) =>
        xml.WriteAttributeString(name, number.ToString(CultureInfo.InvariantCulture));

    private static void WriteProperties(XmlWriter xml, IReadOnlyList<KeyValuePair<string, string>> properties)
    {
        if (properties.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("properties");
        foreach (var (name, value) in properties)
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", SafeText.Line(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, string suite, JunitCase test)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", SafeText.Line(test.Name));
        xml.WriteAttributeString("classname", suite);
        if (test.Problem is { } problem)
        {
            WriteProblem(xml, problem);
        }

        xml.WriteEndElement();
    }

    private static void WriteProblem(XmlWriter xml, JunitProblem problem)
    {
        xml.WriteStartElement(
            problem.Kind switch
            {
                JunitProblemKind.Failure => "failure",
                JunitProblemKind.Error => "error",
                _ => "skipped",
            }
        );
        xml.WriteAttributeString("message", SafeText.Line(problem.Message));
        if (problem.Type is { } type)
        {
            xml.WriteAttributeString("type", type);
        }

        if (problem.Details is { } details)
        {
            xml.WriteString(SafeText.Block(details));
        }

        xml.WriteEndElement();
    }
}
