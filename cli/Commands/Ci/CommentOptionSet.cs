using System.CommandLine;
using System.Net;
using System.Text;
using Infra.Cli.Ci;
using Infra.Cli.Comments;
using Infra.Cli.Reports;
using Infra.Engine.Errors;

namespace Infra.Cli.Commands.Ci;

/// <summary>
/// The options of <c>infra ci comment</c> and <c>infra ci issue</c>. What is not given comes from the environment of the job.
/// </summary>
internal sealed class CommentOptionSet
{
    private const int MaximumToken = 16_384;
    private const int MaximumInput = 8 << 20;
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(5);

    private readonly Option<string[]> _file = new("--file")
    {
        Description = "The text, whose first line is a marker; - or none reads standard input, several become one comment",
        HelpName = "FILE",
    };
    private readonly Option<string?> _out = Create(
        "--out",
        "Where the text is kept if there is no token (default: infra-comment.md)",
        "FILE"
    );
    private readonly Option<string?> _system = new("--system")
    {
        Description = "The host: github, gitlab or azure (default: that of the job)",
    };
    private readonly Option<string?> _repository = Create(
        "--repository",
        "The repository: OWNER/NAME on GitHub, its number or path on GitLab, PROJECT/NAME on Azure (default: that of the job)",
        "NAME"
    );

    private readonly Option<int?> _pullRequest = new("--pull-request")
    {
        Description = "The number of the pull or merge request (default: that of the job)",
        HelpName = "N",
    };

    private readonly Option<string?> _api = Create("--api-url", "The root of the host's REST API (default: that of the job)", "URL");
    private readonly Option<string?> _tokenFile = Create(
        "--token-file",
        "A file with the token (default: GITHUB_TOKEN, GITLAB_TOKEN or SYSTEM_ACCESSTOKEN)",
        "FILE"
    );

    private readonly Option<string?> _head = Create(
        "--head",
        "Refuse unless this is the last commit of the pull request, for a number of doubtful origin",
        "REVISION"
    );

    private readonly Option<bool> _onlyUpdate = new("--only-update") { Description = "Create no comment if there is none to update" };

    private readonly Option<string?> _patience = DurationOption.Create(
        "--timeout",
        "The longest time to wait for limits and failures of the host (default: 5m)",
        "30s or 5m"
    );

    public void AddTo(Command command)
    {
        _pullRequest.Validators.Add(result =>
        {
            if (!result.AreNumbers(minimum: 1))
            {
                result.AddError("--pull-request takes a whole number of at least 1.");
            }
        });
        AddForIssueTo(command);
        foreach (var option in (Option[])[_out, _pullRequest, _head, _onlyUpdate])
        {
            command.Add(option);
        }
    }

    /// <summary>Adds the options that do not concern a pull request.</summary>
    public void AddForIssueTo(Command command)
    {
        _system.AcceptOnlyFromAmong("github", "gitlab", "azure");
        foreach (var option in (Option[])[_file, _system, _repository, _api, _tokenFile, _patience])
        {
            command.Add(option);
        }
    }

    public bool OnlyUpdates(ParseResult parsed) => parsed.GetValue(_onlyUpdate);

    public string? FindHead(ParseResult parsed) => parsed.GetValue(_head);

    /// <summary>The time that the command line allows for limits and failures of the host.</summary>
    public RetryBudget CreateBudget(ParseResult parsed) =>
        new(TimeProvider.System, DurationOption.Get(parsed, _patience) ?? DefaultPatience, DelayAsync);

    /// <summary>Reads the text of the comment.</summary>
    /// <exception cref="UsageException">It cannot be read, or has no marker.</exception>
    public async Task<CommentText> ReadTextAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (FindFiles(parsed) is { Count: > 0 } files)
        {
            return CommentText.Join([.. files.Select(file => CommentText.Parse(ReadFile(_file.Name, file, MaximumInput), file))]);
        }

        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        var text = new StringBuilder();
        var buffer = new char[8192];
        while (text.Length < MaximumInput && await input.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            text.Append(buffer, 0, count);
        }

        return CommentText.Parse(text.ToString(), "standard input");
    }

    /// <summary>Keeps the text for a later job that has a token.</summary>
    /// <returns>The path of the file.</returns>
    public string KeepText(ParseResult parsed, CommentText text, string defaultFile)
    {
        if (parsed.GetValue(_out) is null && FindFiles(parsed) is [var file])
        {
            return file;
        }

        var path = Path.GetFullPath(parsed.GetValue(_out) ?? defaultFile, WorkspaceAccess.Directory(parsed));
        ReportFile.Write(_out.Name, path, text.Body);
        return path;
    }

    /// <summary>Finds the pull request.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="missing">What would give a token, if there is none.</param>
    /// <param name="isForIssue">True where no pull request is needed.</param>
    /// <returns>Null without a token.</returns>
    /// <exception cref="ConfigurationException">The pull request is not known.</exception>
    public CommentTarget? FindTarget(ParseResult parsed, Func<string, string?> environment, out string missing, bool isForIssue = false)
    {
        missing = "set GITHUB_TOKEN, GITLAB_TOKEN or SYSTEM_ACCESSTOKEN, or give --token-file";
        var platform = CiPlatforms.Detect(environment);
        CommentSystem? system = parsed.GetValue(_system) switch
        {
            "github" => CommentSystem.GitHub,
            "gitlab" => CommentSystem.GitLab,
            "azure" => CommentSystem.Azure,
            _ => platform switch
            {
                CiPlatform.GitHub => CommentSystem.GitHub,
                CiPlatform.GitLab => CommentSystem.GitLab,
                CiPlatform.Azure => CommentSystem.Azure,
                _ => null,
            },
        };
        var tokenFile = parsed.GetValue(_tokenFile) is { } named ? Path.GetFullPath(named, WorkspaceAccess.Directory(parsed)) : null;
        if (system is not { } known)
        {
            return tokenFile is null
                ? null
                : throw new ConfigurationException("--system is missing: this job is none of a system that infra knows");
        }

        var context = PullRequestContext.Read(known, environment);
        missing = $"set {context.TokenVariable}, or give --token-file";
        var token = tokenFile is null ? context.Token : ReadFile(_tokenFile.Name, tokenFile, MaximumToken);
        return token?.Trim() is { Length: > 0 } secret
            ? Complete(parsed, context, secret, tokenFile ?? context.TokenVariable, isForIssue)
            : null;
    }

    private CommentTarget Complete(ParseResult parsed, PullRequestContext context, string token, string source, bool isForIssue)
    {
        var repository = parsed.GetValue(_repository) ?? context.Repository;
        var pullRequest = isForIssue ? null : parsed.GetValue(_pullRequest) ?? context.PullRequest;
        var address = parsed.GetValue(_api) ?? context.Api;
        var api = FindApi(address);
        string[] problems =
        [
            .. repository is null ? ["the repository is not known: give --repository"] : Array.Empty<string>(),
            .. repository is not null
            && context.System != CommentSystem.GitLab
            && repository.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]
                ? [$"--repository: '{repository}' is not of the form {(context.System == CommentSystem.GitHub ? "OWNER" : "PROJECT")}/NAME"]
                : Array.Empty<string>(),
            .. pullRequest is null && !isForIssue ? ["the job is not one of a pull request: give --pull-request"] : Array.Empty<string>(),
            .. address is null ? ["the address of the API is not known: give --api-url"] : Array.Empty<string>(),
            .. address is not null && api is null
                ?
                [
                    $"--api-url: '{WithoutUser(address)}' is not an address to send a token to: it must begin with https://, and have no user",
                ]
                : Array.Empty<string>(),
            .. token.Any(char.IsControl) || token.Any(char.IsWhiteSpace) || !Ascii.IsValid(token)
                ? [$"the token in {source} is not one: it has white space or special characters"]
                : Array.Empty<string>(),
        ];
        return problems.Length > 0
            ? throw new ConfigurationException(problems)
            : new CommentTarget
            {
                System = context.System,
                Api = api!,
                Repository = repository!,
                PullRequest = pullRequest,
                Token = token,
                TokenSource = source,
            };
    }

    // A token must not cross a network in plain text.
    private static Uri? FindApi(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var api)
        && api.UserInfo.Length == 0
        && (api.Scheme == Uri.UriSchemeHttps || (api.Scheme == Uri.UriSchemeHttp && IsLoopback(api)))
            ? new Uri(api.GetLeftPart(UriPartial.Path))
            : null;

    private static bool IsLoopback(Uri address) =>
        address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static string WithoutUser(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? uri.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped)
            : "it";

    private IReadOnlyList<string> FindFiles(ParseResult parsed) =>
        [
            .. (parsed.GetValue(_file) ?? [])
                .Where(file => file != ReportFile.StandardOutput)
                .Select(file => Path.GetFullPath(file, WorkspaceAccess.Directory(parsed))),
        ];

    private static string ReadFile(string option, string path, int maximum)
    {
        try
        {
            return new FileInfo(path).Length <= maximum
                ? File.ReadAllText(path)
                : throw new UsageException($"{option}: {path} is larger than {maximum} bytes", ExitCode.Configuration);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: {path} cannot be read: {error.Message}", ExitCode.Configuration);
        }
    }

    private static Task DelayAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.FromSeconds(10))
        {
            Console.Error.WriteLine($"Waiting {wait.TotalSeconds:0} s, as the host asks");
        }

        return Task.Delay(wait, TimeProvider.System, cancellationToken);
    }

    private static Option<string?> Create(string name, string description, string value) =>
        new(name) { Description = description, HelpName = value };
}
