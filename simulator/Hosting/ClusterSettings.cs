using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Hosting;

/// <summary>The token and port of a cluster, kept across restarts so that kubeconfigs stay valid.</summary>
internal sealed record ClusterSettings(string Token, int Port)
{
    private const string FileName = "cluster.json";

    public static ClusterSettings LoadOrCreate(string directory)
    {
        var file = Path.Combine(directory, FileName);
        if (File.Exists(file))
        {
            try
            {
                var json = JsonNode.Parse(File.ReadAllText(file)) as JsonObject;
                if (json.Text("token") is { Length: > 0 } token)
                {
                    return new ClusterSettings(token, (int)(json.Number("port") ?? 0));
                }
            }
            catch (JsonException broken)
            {
                throw new InvalidDataException($"{file} is damaged ({broken.Message}). Reset the cluster, or restore the file.", broken);
            }
        }
        return new ClusterSettings(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), 0);
    }

    public void Save(string directory) =>
        PrivateFile.Write(Path.Combine(directory, FileName), new JsonObject { ["token"] = Token, ["port"] = Port }.ToJsonString());
}
