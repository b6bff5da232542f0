using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Configuration;

/// <summary>
/// Finds the engine's address: the provider's <c>context</c> or <c>host</c>, else the environment's, else the local socket.
/// </summary>
internal sealed class EngineAddressReader(SettingValues values, Func<string, string?> environment, string directory, string folder)
{
    private const string NoContext = "default";

    /// <summary>Finds the address; null with the problem where there is none.</summary>
    public EngineAddress? Read(ref SettingProblem? problem)
    {
        // What the program says wins over the environment, so that several hosts can have a provider each. The SDK sets the host from
        // DOCKER_HOST, which the docker command prefers to DOCKER_CONTEXT, too.
        if (values.Text("context") is { } context && context != NoContext)
        {
            return ReadContext(context, $"the context '{context}'", ref problem);
        }

        if (values.Text("host") is { } host)
        {
            return Create("host", host, "the provider's host", Certificates(ref problem), ref problem);
        }

        if (environment("DOCKER_CONTEXT") is { Length: > 0 } ambient && ambient != NoContext)
        {
            return ReadContext(ambient, $"the context '{ambient}' of DOCKER_CONTEXT", ref problem);
        }

        return environment("DOCKER_HOST") is { Length: > 0 } variable
            ? Create("host", variable, "DOCKER_HOST", Certificates(ref problem), ref problem)
            : Create("host", EngineAddress.Default, "the default", null, ref problem);
    }

    private EngineAddress? Create(
        string property,
        string text,
        string origin,
        EngineCertificates? certificates,
        ref SettingProblem? problem
    )
    {
        if (problem is not null)
        {
            return null;
        }

        if (!EngineAddress.TryParse(text, origin, certificates, out var address, out var reason))
        {
            problem = new SettingProblem(property, reason);
            return null;
        }

        if (certificates?.FindProblem() is { } broken)
        {
            problem = new SettingProblem("certMaterial", broken);
            return null;
        }

        return address with
        {
            SshOptions = [.. (values.List("sshOpts") ?? []).Select(option => option?.ToString() ?? "")],
        };
    }

    private EngineCertificates? Certificates(ref SettingProblem? problem)
    {
        var (authority, certificate, key) = (values.Text("caMaterial"), values.Text("certMaterial"), values.Text("keyMaterial"));
        if (authority is not null || certificate is not null || key is not null)
        {
            return new EngineCertificates(authority, certificate, key);
        }

        if ((values.Text("certPath") ?? environment("DOCKER_CERT_PATH")) is not { Length: > 0 } path)
        {
            return null;
        }

        try
        {
            var certificates = EngineCertificates.ReadFolder(Path.Combine(directory, path));
            if (certificates is { Authority: null, Certificate: null })
            {
                problem ??= new SettingProblem("certPath", $"there is neither ca.pem nor cert.pem in the folder {path}");
            }

            return certificates;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem ??= new SettingProblem("certPath", $"the certificates cannot be read: {e.Message}");
            return null;
        }
    }

    private EngineAddress? ReadContext(string name, string origin, ref SettingProblem? problem)
    {
        var identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var file = Path.Combine(folder, "contexts", "meta", identity, "meta.json");
        try
        {
            if (!File.Exists(file))
            {
                problem ??= new SettingProblem(
                    "context",
                    $"there is no {origin} in {Path.Combine(folder, "contexts")}: `docker context ls` lists the existing ones"
                );
                return null;
            }

            var host = (JsonNode.Parse(File.ReadAllText(file)) as JsonObject)?.Map("Endpoints")?.Map("docker")?.Text("Host");
            var tls = Path.Combine(folder, "contexts", "tls", identity, "docker");
            return Create(
                "context",
                host is { Length: > 0 } ? host : EngineAddress.Default,
                origin,
                Directory.Exists(tls) ? EngineCertificates.ReadFolder(tls) : null,
                ref problem
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            problem ??= new SettingProblem("context", $"{file} of {origin} cannot be read: {e.Message}");
            return null;
        }
    }
}
