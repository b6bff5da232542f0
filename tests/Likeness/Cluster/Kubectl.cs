using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Likeness.Cluster;

/// <summary>
/// The commands of <c>kubectl</c> with which scenarios prepare and change a cluster, under kubectl's field managers. The requests are
/// not recorded.
/// </summary>
internal sealed class Kubectl : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http;

    public Kubectl(Uri server, X509Certificate2 certificate, string token)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => certificate.Equals(presented);
        _http = new HttpClient(handler) { BaseAddress = server };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.Add(ApiRecorder.OutOfBandHeader, "true");
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Runs a command of a scenario: <c>{kubectl: [arguments], stdin?, mayFail?}</c>.</summary>
    /// <exception cref="NotSupportedException">The command or an option of it is not supported.</exception>
    /// <exception cref="InvalidOperationException">The server refuses it, and the scenario needs it.</exception>
    public async Task RunAsync(JsonObject command)
    {
        try
        {
            await RunCommandAsync(command);
        }
        catch (InvalidOperationException) when ((bool?)command["mayFail"] == true)
        {
            // Whether it can be done depends on how far the step before has come.
        }
    }

    private async Task RunCommandAsync(JsonObject command)
    {
        var call = KubectlCall.Parse([.. command["kubectl"]!.AsArray().Select(argument => (string)argument!)]);
        var input = command["stdin"] switch
        {
            JsonValue text => JsonNode.Parse((string)text!),
            var node => node?.DeepClone(),
        };
        switch (call.Words)
        {
            case ["create", "namespace" or "ns", var name]:
                await CreateAsync(call, KubectlObjects.Named("v1", "Namespace", name));
                break;
            case ["create", "configmap" or "cm", var name]:
                await CreateAsync(call, KubectlObjects.ConfigMap(name, call.Values("from-literal")));
                break;
            case ["create", "secret", "generic", var name]:
                await CreateAsync(call, KubectlObjects.Secret(name, call.Values("from-literal")));
                break;
            case ["create", "serviceaccount" or "sa", var name]:
                await CreateAsync(call, KubectlObjects.Named("v1", "ServiceAccount", name));
                break;
            case ["create", "deployment" or "deploy", var name]:
                await CreateAsync(call, KubectlObjects.Deployment(name, call.Value("image")!, call.Value("replicas")));
                break;
            case ["create"] when call.Value("f") == "-":
                await CreateAsync(call, input!.AsObject());
                break;
            case ["apply"] when call.Value("f") == "-":
                await ApplyAsync(call, input!.AsObject());
                break;
            case ["delete", var type, .. var names]:
                await ForEachAsync(call, type, names, path => DeleteAsync(call, path));
                break;
            case ["patch", var type, var name]:
                await PatchAsync(
                    call,
                    type,
                    name,
                    JsonNode.Parse(call.Value("p") ?? call.Value("patch")!)!,
                    PatchType(call),
                    "kubectl-patch"
                );
                break;
            case ["label", var type, .. var rest]:
                await ChangeMetadataAsync(call, type, rest, "labels", "kubectl-label");
                break;
            case ["annotate", var type, .. var rest]:
                await ChangeMetadataAsync(call, type, rest, "annotations", "kubectl-annotate");
                break;
            case ["scale", var type, var name]:
                var scale = new JsonObject { ["spec"] = new JsonObject { ["replicas"] = int.Parse(call.Value("replicas")!) } };
                var path = $"{KubectlObjects.Path(type, call.Namespace, name)}/scale?fieldManager=kubectl";
                await SendAsync("PATCH", path, scale, "application/merge-patch+json");
                break;
            case ["get", ..]:
                break;
            default:
                throw new NotSupportedException(
                    $"kubectl {string.Join(' ', call.Words)}: the simulated kubectl does not have this command"
                );
        }
    }

    private static string PatchType(KubectlCall call) =>
        call.Value("type") switch
        {
            "json" => "application/json-patch+json",
            "merge" => "application/merge-patch+json",
            _ => "application/strategic-merge-patch+json",
        };

    private Task CreateAsync(KubectlCall call, JsonObject body)
    {
        var inNamespace = (string?)body["metadata"]?["namespace"] ?? call.Namespace;
        return SendAsync("POST", $"{KubectlObjects.PathOf(body, inNamespace)}?fieldManager=kubectl-create", body, "application/json");
    }

    private Task ApplyAsync(KubectlCall call, JsonObject body)
    {
        if (!call.Has("server-side"))
        {
            throw new NotSupportedException("kubectl apply: only --server-side is supported");
        }

        var inNamespace = (string?)body["metadata"]?["namespace"] ?? call.Namespace;
        var path = $"{KubectlObjects.PathOf(body, inNamespace)}/{(string)body["metadata"]!["name"]!}";
        var query = $"fieldManager={call.Value("field-manager") ?? "kubectl"}&force={(call.Has("force-conflicts") ? "true" : "false")}";
        return SendAsync("PATCH", $"{path}?{query}", body, "application/apply-patch+yaml");
    }

    private async Task DeleteAsync(KubectlCall call, string path)
    {
        await SendAsync("DELETE", path, null, "", call.Has("ignore-not-found"));
        while (call.Value("wait") != "false" && await ExistsAsync(path))
        {
            await Task.Delay(PollInterval, TimeProvider.System);
        }
    }

    private async Task<bool> ExistsAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        return response.IsSuccessStatusCode;
    }

    private Task PatchAsync(KubectlCall call, string type, string name, JsonNode patch, string contentType, string manager) =>
        SendAsync("PATCH", $"{KubectlObjects.Path(type, call.Namespace, name)}?fieldManager={manager}", patch, contentType);

    private Task ChangeMetadataAsync(KubectlCall call, string type, string[] words, string member, string manager)
    {
        var changes = words.Where(word => word.Contains('=') || word.EndsWith('-')).ToArray();
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                [member] = new JsonObject(
                    changes.Select(change =>
                        change.Split('=', 2) is [var key, var value]
                            ? KeyValuePair.Create(key, (JsonNode?)value)
                            : KeyValuePair.Create(change[..^1], (JsonNode?)null)
                    )
                ),
            },
        };
        return ForEachAsync(call, type, words.Except(changes), path =>
            SendAsync("PATCH", $"{path}?fieldManager={manager}", patch.DeepClone(), "application/merge-patch+json")
        );
    }

    private async Task ForEachAsync(KubectlCall call, string type, IEnumerable<string> names, Func<string, Task> change)
    {
        var all = call.Has("all") ? await ListAsync(KubectlObjects.Path(type, call.Namespace, null)) : names;
        foreach (var name in all)
        {
            await change(KubectlObjects.Path(type, call.Namespace, name));
        }
    }

    private async Task<List<string>> ListAsync(string path)
    {
        var list = JsonNode.Parse(await _http.GetStringAsync(path))!;
        return [.. list["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!)];
    }

    private async Task SendAsync(string method, string path, JsonNode? body, string contentType, bool ignoresMissing = false)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        using var response = await _http.SendAsync(request);
        if (!response.IsSuccessStatusCode && !(ignoresMissing && (int)response.StatusCode == 404))
        {
            throw new InvalidOperationException($"{method} {path}: {await response.Content.ReadAsStringAsync()}");
        }
    }
}
