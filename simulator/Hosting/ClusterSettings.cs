using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Hosting;

/// <summary>
/// The administrator's token, the port and the key of service account tokens of a cluster, kept across restarts so that kubeconfigs and
/// tokens stay valid.
/// </summary>
internal sealed record ClusterSettings(string Token, int Port, string TokenKey)
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
                    return new ClusterSettings(token, (int)(json.Number("port") ?? 0), json.Text("tokenKey") ?? CreateSecret());
                }
            }
            catch (JsonException broken)
            {
                throw new InvalidDataException($"{file} is damaged ({broken.Message}). Reset the cluster, or restore the file.", broken);
            }
        }
        return new ClusterSettings(CreateSecret(), 0, CreateSecret());
    }

    public void Save(string directory) =>
        PrivateFile.Write(
            Path.Combine(directory, FileName),
            new JsonObject
            {
                ["token"] = Token,
                ["port"] = Port,
                ["tokenKey"] = TokenKey,
            }.ToJsonString()
        );

    private static string CreateSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
