using System.Text.Encodings.Web;
using System.Text.Json;

namespace Infra.Simulator.Api;

/// <summary>JSON with minimal escaping.</summary>
internal static class RelaxedJson
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1024 };
}
