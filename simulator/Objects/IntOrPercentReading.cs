using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Simulator.Objects;

/// <summary>Reads <see cref="IntOrPercent"/> from validated JSON.</summary>
internal static class IntOrPercentReading
{
    extension(IntOrPercent)
    {
        /// <summary>Reads a number or a text such as <c>25%</c>; null where it is absent or neither.</summary>
        public static IntOrPercent? FromJson(JsonNode? json) =>
            json is not null && IntOrPercent.TryParse(json.AsText(), out var parsed) ? parsed : null;
    }
}
