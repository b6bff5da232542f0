using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Monitoring;

/// <summary>A program that serves on this machine until it is disposed of.</summary>
internal sealed class ServingProgram : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly StringBuilder _said = new();

    private ServingProgram(Process process, string address)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = new Uri(address) };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its host and port.</summary>
    public string Authority => _client.BaseAddress!.Authority;

    /// <summary>Everything it has written so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts it, and returns once it answers at a path.</summary>
    public static async Task<ServingProgram> StartAsync(string program, string address, string readyPath, IEnumerable<string> arguments, string directory)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory, Environment = { ["POD_NAME"] = "prometheus-0" } };
        var serving = new ServingProgram(Process.Start(start)!, address);
        await Loopback.UntilAsync(() => serving.AnswersAsync(readyPath), answers => answers, () => serving.Said);
        return serving;
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync(path))!;

    public async Task PostAsync(string path, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        (await _client.PostAsync(path, content)).EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        _client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task<bool> AnswersAsync(string path)
    {
        Assert.False(_process.HasExited, Said);
        try
        {
            return (await _client.GetAsync(path)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }
}
