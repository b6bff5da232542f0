using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>
/// Finds the rooms that a source file uses: by <c>using</c> directives, names, and the types of expressions, which need not be named.
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
        var imports = root.Usings.Where(import => import.NamespaceOrType is NameSyntax).SelectMany(UsesOfImport);
        var expressions = root.DescendantNodes(node => node is not UsingDirectiveSyntax)
            .OfType<ExpressionSyntax>()
            .SelectMany(UsesOfExpression);
        return imports.Concat(expressions);
    }

    /// <summary>A namespace spans rooms only where folders share it: the import is fine if one of them may be used.</summary>
    private IEnumerable<RoomUse> UsesOfImport(UsingDirectiveSyntax import)
    {
        var symbol = model.GetSymbolInfo(import.NamespaceOrType).Symbol;
        IEnumerable<INamedTypeSymbol> types = symbol switch
        {
            INamespaceSymbol @namespace => @namespace.GetTypeMembers(),
            INamedTypeSymbol type => Components(type),
            _ => [],
        };
        var rooms = types.Select(FindRoom).OfType<string>().Distinct().ToList();
        var own = Arrows.FindRoom(model.SyntaxTree.FilePath);
        return rooms.Any(room => own is not null && Arrows.Allow(own, room)) ? [] : rooms.Select(room => Use(import, symbol!, room));
    }

    private IEnumerable<RoomUse> UsesOfExpression(ExpressionSyntax expression)
    {
        var types = model.GetTypeInfo(expression);
        return Components(types.Type)
            .Concat(Components(types.ConvertedType))
            .Concat(expression is SimpleNameSyntax name ? Components(DeclaringType(name)) : [])
            .Select(type => (Type: type, Room: FindRoom(type)))
            .Where(use => use.Room is not null)
            .Select(use => Use(expression, use.Type, use.Room!));
    }

    private INamedTypeSymbol? DeclaringType(SimpleNameSyntax name)
    {
        var info = model.GetSymbolInfo(name);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
        {
            INamedTypeSymbol type => type,
            IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => (info.Symbol ?? info.CandidateSymbols[0]).ContainingType,
            _ => null,
        };
    }

    /// <summary>The types that a type consists of: itself, the elements of an array or pointer, the arguments of a generic type.</summary>
    private static IEnumerable<INamedTypeSymbol> Components(ITypeSymbol? type) =>
        type switch
        {
            IArrayTypeSymbol array => Components(array.ElementType),
            IPointerTypeSymbol pointer => Components(pointer.PointedAtType),
            INamedTypeSymbol { IsAnonymousType: true } anonymous => anonymous
                .GetMembers()
                .OfType<IPropertySymbol>()
                .SelectMany(property => Components(property.Type)),
            INamedTypeSymbol named => named.TypeArguments.SelectMany(Components).Append(named),
            _ => [],
        };

    private RoomUse Use(CSharpSyntaxNode node, ISymbol symbol, string room) =>
        new(model.SyntaxTree.FilePath, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, symbol.ToDisplayString(), room);

    private static string? FindRoom(INamedTypeSymbol type)
    {
        // Of generated sources, which are not part of the analysis; ProjectSources.UnresolvedNames finds all others.
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
