using System.Text.Encodings.Web;
using System.Text.Json;

namespace Infra.Simulator.Api;

/// <summary>JSON for the eyes of people: nothing escaped that need not be.</summary>
internal static class RelaxedJson
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
