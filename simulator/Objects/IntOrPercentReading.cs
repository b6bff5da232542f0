using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Simulator.Objects;

/// <summary>Converts validated JSON to <see cref="IntOrPercent"/>.</summary>
internal static class IntOrPercentReading
{
    extension(IntOrPercent)
    {
        /// <summary>Converts a number or a string such as <c>25%</c>; null if it is absent or neither.</summary>
        public static IntOrPercent? FromJson(JsonNode? json) =>
            json is not null && IntOrPercent.TryParse(json.AsText(), out var parsed) ? parsed : null;
    }
}
