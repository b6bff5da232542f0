using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions.Lines;

namespace Infra.Simulator.Api.InternalVersions;

/// <summary>The difference of two values as Kubernetes' messages show it: a unified difference of their indented internal JSON.</summary>
internal static class InternalDifference
{
    private static readonly JsonWriterOptions _options = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="type">The internal type of both values, such as <c>PodSpec</c>.</param>
    /// <param name="before">The stored value.</param>
    /// <param name="after">The requested value.</param>
    public static string Describe(string type, JsonObject before, JsonObject after) =>
        UnifiedDifference.Format(Write(InternalForm.Create(type, before)), Write(InternalForm.Create(type, after)));

    private static string[] Write(JsonObject json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, _options))
        {
            json.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length).Split('\n');
    }
}
