using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>
/// Finds the rooms that a source file uses, whether through a <c>using</c> directive, a full name or a member of an inferred type.
/// </summary>
internal sealed class RoomUseFinder(SemanticModel model)
{
    // Only the projects that others may use: the program and the command share an assembly name, and no arrow points to either.
    private static readonly Dictionary<string, string> ProjectOfAssembly = Arrows
        .All.Values.SelectMany(rooms => rooms)
        .Distinct()
        .Where(Arrows.Projects.Contains)
        .ToDictionary(ProjectFile.AssemblyName);

    /// <summary>Every use of a type or namespace of this repository in the file.</summary>
    public IEnumerable<RoomUse> Find()
    {
        var root = model.SyntaxTree.GetCompilationUnitRoot();
        var imports = root.Usings.Where(import => import.Name is not null).SelectMany(import => UsesOfImport(import.Name!));
        var names = root.DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Where(name => name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null)
            .SelectMany(UsesOfName);
        return imports.Concat(names);
    }

    /// <summary>A namespace spans rooms only where folders share it: the import is fine if one of them may be used.</summary>
    private IEnumerable<RoomUse> UsesOfImport(NameSyntax import)
    {
        var symbol = model.GetSymbolInfo(import).Symbol;
        var types = symbol is INamespaceSymbol @namespace ? @namespace.GetTypeMembers() : [];
        if (symbol is INamedTypeSymbol type)
        {
            types = [type];
        }

        var rooms = types.Select(FindRoom).OfType<string>().Distinct().ToList();
        var own = Arrows.FindRoom(model.SyntaxTree.FilePath);
        return rooms.Any(room => own is not null && Arrows.Allow(own, room)) ? [] : rooms.Select(room => Use(import, symbol!, room));
    }

    private IEnumerable<RoomUse> UsesOfName(SimpleNameSyntax name)
    {
        var info = model.GetSymbolInfo(name);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        var type = symbol switch
        {
            INamedTypeSymbol named => named,
            IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType,
            _ => null,
        };
        var inferred = name.IsVar ? model.GetTypeInfo(name).Type as INamedTypeSymbol : null;
        foreach (var used in new[] { type, inferred })
        {
            if (used is not null && FindRoom(used) is { } room)
            {
                yield return Use(name, used, room);
            }
        }
    }

    private RoomUse Use(CSharpSyntaxNode node, ISymbol symbol, string room) =>
        new(model.SyntaxTree.FilePath, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, symbol.ToDisplayString(), room);

    private static string? FindRoom(INamedTypeSymbol type)
    {
        // Of generated sources, which are not part of the analysis.
        if (type.TypeKind == TypeKind.Error)
        {
            return null;
        }

        var source = type.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
        return source is not null ? Arrows.FindRoom(source)
            : type.ContainingAssembly is { } assembly ? ProjectOfAssembly.GetValueOrDefault(assembly.Name)
            : null;
    }
}
