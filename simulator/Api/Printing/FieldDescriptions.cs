using System.Collections.Concurrent;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Printing;

/// <summary>The API's descriptions of the fields that columns show.</summary>
internal static class FieldDescriptions
{
    private const string ValuesHeading = "\n\nPossible enum values:";

    /// <summary>Columns quote the descriptions of earlier versions, which lack this sentence.</summary>
    private const string Immutable = " This field is immutable.";

    private static readonly ConcurrentDictionary<string, string> _found = new(StringComparer.Ordinal);

    /// <summary>Returns the description of a field without the list of its values, which only the API's description has.</summary>
    public static string Get(string field) => _found.GetOrAdd(field, static path =>
        {
            var dot = path.LastIndexOf('.');
            var package = path.StartsWith("meta.", StringComparison.Ordinal) ? "io.k8s.apimachinery.pkg.apis." : "io.k8s.api.";
            var text = Descriptions.Find(package + path[..dot], path[(dot + 1)..]).Replace(Immutable, "", StringComparison.Ordinal);
            return text.IndexOf(ValuesHeading, StringComparison.Ordinal) is var values and >= 0 ? text[..values] : text;
        });
}
