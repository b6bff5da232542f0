using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rehearsal.Tests.Reports.Browsers;

/// <summary>A headless Chromium with one page, controlled through its DevTools protocol.</summary>
public sealed class Chromium : IAsyncLifetime, IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("chromium-");
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonObject> _events = [];

    private Process? _process;
    private Task? _errors;
    private string? _session;
    private int _lastId;

    /// <summary>The program; null where it is not installed.</summary>
    public static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => ((string[])["chromium", "chromium-browser"]).Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>What has happened in the page since it was opened.</summary>
    public IReadOnlyList<JsonObject> Events => _events;

    public async Task InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var start = new ProcessStartInfo(
            Program,
            [
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--remote-debugging-port=0",
                $"--user-data-dir={_profile.FullName}",
                "about:blank",
            ]
        )
        {
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        var address = "";
        while (!address.StartsWith("DevTools listening on ", StringComparison.Ordinal))
        {
            address = await _process.StandardError.ReadLineAsync(timeout.Token)
                ?? throw new InvalidOperationException("Chromium has ended.");
        }

        // A full pipe would stop the browser.
        _errors = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        await _socket.ConnectAsync(new Uri(address["DevTools listening on ".Length..]), timeout.Token);
        var target = await Call("Target.createTarget", new() { ["url"] = "about:blank" });
        var attached = await Call("Target.attachToTarget", new() { ["targetId"] = target["targetId"]!.DeepClone(), ["flatten"] = true });
        _session = (string)attached["sessionId"]!;
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network", "Accessibility"])
        {
            await Call($"{domain}.enable");
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _process?.Dispose();
    }

    public async Task DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        await (_errors ?? Task.CompletedTask);
        try
        {
            _profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A process of the browser may still write while it ends; the folder is temporary.
        }
    }

    /// <summary>Opens a page from a file, as a user does, and waits until it is loaded.</summary>
    public async Task Open(string html, int width = 1200, int height = 900, string scheme = "light")
    {
        var file = Path.Combine(_profile.FullName, $"report-{_lastId}.html");
        await File.WriteAllTextAsync(file, html);
        await Call(
            "Emulation.setDeviceMetricsOverride",
            new()
            {
                ["width"] = width,
                ["height"] = height,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = width < 500,
            }
        );
        await SetMedia("", scheme);
        _events.Clear();
        var address = new Uri(file).AbsoluteUri;
        await Call("Page.navigate", new() { ["url"] = address });
        while (!IsLoaded(address))
        {
            await Receive();
        }
    }

    // The former page may still report that it was loaded.
    private bool IsLoaded(string address)
    {
        var navigated = _events.FindIndex(happened => (string?)happened["params"]?["frame"]?["url"] == address);
        return navigated >= 0 && _events.FindIndex(navigated, happened => (string?)happened["method"] == "Page.loadEventFired") >= 0;
    }

    /// <summary>Chooses the medium and the colour scheme.</summary>
    public Task SetMedia(string media, string scheme) =>
        Call(
            "Emulation.setEmulatedMedia",
            new()
            {
                ["media"] = media,
                ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
            }
        );

    /// <summary>Evaluates an expression in the page, after the next frame is drawn.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        var drawn = $"new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done({expression}))))";
        var result = await Call(
            "Runtime.evaluate",
            new()
            {
                ["expression"] = drawn,
                ["awaitPromise"] = true,
                ["returnByValue"] = true,
            }
        );
        Assert.False(result.ContainsKey("exceptionDetails"), $"{expression}: {result["exceptionDetails"]}");
        return result["result"]!["value"];
    }

    public async Task<string> EvaluateText(string expression) => (string?)await Evaluate(expression) ?? "";

    /// <summary>Moves the pointer to a part of an element, from 0 to 1 of its width.</summary>
    public async Task Hover(string selector, double part)
    {
        var place = await Evaluate(
            $$"""(() => { const e = document.querySelector("{{selector}}"); e.scrollIntoView({block: "center"}); const b = e.getBoundingClientRect(); return [b.left, b.top + b.height / 2, b.width]; })()"""
        );
        await Call(
            "Input.dispatchMouseEvent",
            new()
            {
                ["type"] = "mouseMoved",
                ["x"] = (double)place![0]! + (double)place[2]! * part,
                ["y"] = (double)place[1]!,
            }
        );
    }

    public async Task Press(string key)
    {
        foreach (var type in (string[])["keyDown", "keyUp"])
        {
            await Call(
                "Input.dispatchKeyEvent",
                new()
                {
                    ["type"] = type,
                    ["key"] = key,
                    ["code"] = key,
                }
            );
        }
    }

    /// <summary>
    /// Writes a picture to the folder that <c>REHEARSAL_SCREENSHOTS</c> in the environment names, if it does.
    /// </summary>
    public async Task TakePicture(string name, bool isWhole = true)
    {
        if (Environment.GetEnvironmentVariable("REHEARSAL_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var picture = await Call("Page.captureScreenshot", new() { ["captureBeyondViewport"] = isWhole });
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.png"), Convert.FromBase64String((string)picture["data"]!));
        }
    }

    /// <summary>Calls a method of the protocol.</summary>
    public async Task<JsonObject> Call(string method, JsonObject? parameters = null)
    {
        var id = ++_lastId;
        var message = new JsonObject
        {
            ["id"] = id,
            ["method"] = method,
            ["params"] = parameters ?? [],
        };
        if (_session is not null)
        {
            message["sessionId"] = _session;
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, timeout.Token);
        while (true)
        {
            var answer = await Receive();
            if ((int?)answer["id"] == id)
            {
                Assert.False(answer.ContainsKey("error"), $"{method}: {answer["error"]}");
                return answer["result"]!.AsObject();
            }
        }
    }

    private async Task<JsonObject> Receive()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var message = new MemoryStream();
        var buffer = new byte[BufferSize];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, timeout.Token);
            message.Write(buffer, 0, part.Count);
        } while (!part.EndOfMessage);

        var received = JsonSerializer.Deserialize<JsonObject>(message.ToArray())!;
        if (received.ContainsKey("method"))
        {
            _events.Add(received);
        }

        return received;
    }
}

/// <summary>A test that is skipped where Chromium is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Program is null)
        {
            Skip = "chromium is not on the PATH (Debian package 'chromium').";
        }
    }
}
