using System.Globalization;
using Infra.Engine.Resources;
using Infra.Reports;

namespace Infra.Cli.Reports;

/// <summary>Words and names in reports.</summary>
internal static class ReportText
{
    /// <summary>Names of Kubernetes objects are shorter.</summary>
    private const int MaximumName = 260;

    private const int MaximumMessage = 1000;

    /// <summary>A number of things, e.g. <c>2 services</c>.</summary>
    public static string Count(int number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A name of others of a reasonable length, which must still be escaped.</summary>
    public static string Name(string name) => SafeText.Cut(SafeText.Line(name), MaximumName);

    /// <summary>A message of others in a line of a reasonable length, which must still be escaped.</summary>
    public static string Message(string message) => SafeText.Cut(SafeText.Line(message), MaximumMessage);

    /// <summary>A resource by the kind and name that people know it by.</summary>
    public static string Resource(Urn urn) => urn.IsEmpty ? "the stack" : Name($"{urn.Type[(urn.Type.LastIndexOf(':') + 1)..]} {urn.Name}");
}
