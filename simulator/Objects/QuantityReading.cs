using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Simulator.Objects;

/// <summary>Converts validated JSON to <see cref="Quantity"/>.</summary>
internal static class QuantityReading
{
    extension(Quantity)
    {
        /// <summary>Converts a number or a string; zero if it is absent or not a quantity.</summary>
        public static Quantity FromJson(JsonNode? json) =>
            json is not null && Quantity.TryParse(json.AsText(), out var parsed) ? parsed : default;
    }
}
