using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Simulator.Objects;

/// <summary>Reads <see cref="Quantity"/> from validated JSON.</summary>
internal static class QuantityReading
{
    extension(Quantity)
    {
        /// <summary>Reads a quantity; zero where it is absent or not one.</summary>
        public static Quantity FromJson(JsonNode? json) =>
            json is not null && Quantity.TryParse(json.AsText(), out var parsed) ? parsed : default;
    }
}
