using System.CommandLine;
using Infra.Engine.Operations.Importing;

namespace Infra.Cli.Commands.Operations;

/// <summary>The arguments and options of import that name the objects and what happens to their declarations.</summary>
internal sealed class ImportOptions
{
    private readonly Argument<string[]> _object = new("object")
    {
        Description = "The type token, the name in the program and the id of the object",
        HelpName = "TYPE NAME ID",
        Arity = new ArgumentArity(0, 3),
    };

    private readonly Option<string?> _file = new("--file", "-f")
    {
        Description = "A JSON file with a list of objects to import",
        HelpName = "FILE",
    };

    private readonly Option<string?> _parent = new("--parent")
    {
        Description = "The parent resource: its URN, or `variable=URN`",
        HelpName = "URN",
    };

    private readonly Option<string?> _provider = new("--provider")
    {
        Description = "The provider resource: its URN, or `variable=URN`",
        HelpName = "URN",
    };

    private readonly Option<string[]> _properties = new("--properties")
    {
        Description = "The inputs to take, separated by commas (default: all)",
        HelpName = "NAME,…",
    };

    private readonly Option<bool> _protect = new("--protect")
    {
        Description = "Protect the resources from deletion",
        DefaultValueFactory = _ => true,
    };

    private readonly Option<string?> _out = new("--out", "-o")
    {
        Description = "The file for the declarations (default: standard output)",
        HelpName = "FILE",
    };

    private readonly Option<bool> _generateCode = new("--generate-code")
    {
        Description = "Write C# declarations of the resources",
        DefaultValueFactory = _ => true,
    };

    private readonly Option<string?> _from = new("--from") { Hidden = true };

    public ImportOptions()
    {
        _from.Validators.Add(result =>
            result.AddError("--from is not supported: there are no converters; list the objects in a file and use --file.")
        );

        // The arguments would take a mistyped option.
        _object.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
            {
                result.AddError($"Unrecognized command or argument '{option.Value}'.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_object);
        command.Add(_file);
        command.Add(_parent);
        command.Add(_provider);
        command.Add(_properties);
        command.Add(_protect);
        command.Add(_out);
        command.Add(_generateCode);
        command.Add(_from);
    }

    public bool Protects(ParseResult parsed) => parsed.GetValue(_protect);

    public bool GeneratesCode(ParseResult parsed) => parsed.GetValue(_generateCode);

    /// <summary>The file for the declarations; null for the standard output.</summary>
    public string? FindOutput(ParseResult parsed) => Resolve(parsed, parsed.GetValue(_out));

    /// <summary>The objects that the command line or its file names.</summary>
    /// <exception cref="UsageException">It names none, only a part of one, or one as well as a file.</exception>
    public ImportFile Read(ParseResult parsed)
    {
        var named = parsed.GetValue(_object) ?? [];
        var (parent, provider, properties) = (parsed.GetValue(_parent), parsed.GetValue(_provider), parsed.GetValue(_properties) ?? []);
        if (Resolve(parsed, parsed.GetValue(_file)) is { } file)
        {
            return named.Length == 0 && parent is null && provider is null && properties.Length == 0
                ? ImportFile.Load(file)
                : throw new UsageException("an inline resource may not be specified in conjunction with an import file");
        }

        const string Missing = "an inline resource must be specified if no converter or import file is used, missing ";
        return named switch
        {
            [] => throw new UsageException($"{Missing}type, name, and id"),
            [_] => throw new UsageException($"{Missing}name and id"),
            [_, _] => throw new UsageException($"{Missing}id"),
            [var type, var name, var id, ..] => ImportFile.Create(
                new ImportSpec
                {
                    Type = type,
                    Name = name,
                    Id = id,
                    Properties = [.. properties.SelectMany(names => names.Split(','))],
                },
                parent,
                provider
            ),
        };
    }

    private static string? Resolve(ParseResult parsed, string? path) =>
        path is null ? null : Path.GetFullPath(path, WorkspaceAccess.Directory(parsed));
}
