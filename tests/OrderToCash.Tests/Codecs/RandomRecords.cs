using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Codecs;

/// <summary>Records with random content of any type of the domain, the same ones for the same seed.</summary>
internal sealed class RandomRecords(int seed)
{
    private static readonly string[] Texts =
    [
        "", "a", "shopify:1001", "Größe \"XL\" <rot> & Söhne", "Zürich", "日本語", "👩‍🚀",
        "tab\tline\nback\\slash/", "\u0001\u001f",
        "SKU-000123", "O'Neill", "feed:shopify", "BER", new('x', 300), "\u2028", "+49 30 1234",
    ];

    private static readonly string[] Extras =
    [
        "{}", "{\"gift\":true}",
        "{ \"nested\": [1, {\"a\": null}],\n \"text\": \"ü \\u00fc \\\" }\" }", "{\"qty\":1.50}",
    ];

    private static readonly string[] Currencies = ["EUR", "CHF", "JPY", "KWD", "PLN"];

    private readonly Random _random = new(seed);
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>A record of this type.</summary>
    public object Create(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type} has no public constructor.");
        var arguments = Array.ConvertAll(
            constructor.GetParameters(),
            p => Value(p.Name!, p.ParameterType, _nullability.Create(p).WriteState == NullabilityState.Nullable));
        var record = constructor.Invoke(arguments);
        if (arguments.Length == 0)
        {
            foreach (var field in type.GetProperties().Where(p => p.CanWrite))
            {
                var isNullable = _nullability.Create(field).WriteState == NullabilityState.Nullable;
                field.SetValue(record, Value(field.Name, field.PropertyType, isNullable));
            }
        }

        return record;
    }

    private object? Value(string name, Type type, bool isNullable)
    {
        if (isNullable && _random.Next(2) == 0)
        {
            return null;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return name switch
            {
                "ExtraJson" => Extras[_random.Next(Extras.Length)],
                _ => Texts[_random.Next(Texts.Length)],
            };
        }

        return type switch
        {
            _ when type == typeof(int) => (int)Number(int.MinValue, int.MaxValue),
            _ when type == typeof(long) => Number(long.MinValue, long.MaxValue),
            _ when type == typeof(ulong) => unchecked((ulong)Number(long.MinValue, long.MaxValue)),
            _ when type == typeof(byte) => (byte)_random.Next(byte.MaxValue + 1),
            _ when type == typeof(bool) => _random.Next(2) == 0,
            _ when type == typeof(decimal) => Decimal(),
            _ when type == typeof(DateTimeOffset) => Time(),
            _ when type == typeof(DateOnly) => DateOnly.FromDateTime(Time().UtcDateTime),
            _ when type == typeof(Currency) => AnyCurrency(),
            { IsEnum: true } => Enum.GetValues(type).GetValue(_random.Next(Enum.GetValues(type).Length)),
            _ when IsArray(type) => Items(type.GenericTypeArguments[0]),
            _ => Create(type),
        };
    }

    private object Items(Type type)
    {
        // Typically one, sometimes none, sometimes more than the reader's first sizes.
        var count = _random.Next(4);
        var items = Array.CreateInstance(type, count < 3 ? count : _random.Next(20));
        for (var i = 0; i < items.Length; i++)
        {
            items.SetValue(Value("", type, false), i);
        }

        var create = typeof(ImmutableArray).GetMethods().Single(method =>
            method.Name == nameof(ImmutableArray.Create)
            && method.GetParameters() is [{ ParameterType.IsArray: true }]);
        return create.MakeGenericMethod(type).Invoke(null, [items])!;
    }

    private long Number(long min, long max) => _random.Next(6) switch
    {
        0 => 0,
        1 => min,
        2 => max,
        3 => -_random.Next(1000),
        _ => _random.Next(1_000_000),
    };

    private decimal Decimal() => _random.Next(5) switch
    {
        0 => 0m,
        1 => 0.00m,
        2 => decimal.Parse("19.90", CultureInfo.InvariantCulture),
        3 => new decimal(_random.Next(), _random.Next(), _random.Next(), _random.Next(2) == 0, (byte)_random.Next(29)),
        _ => new decimal(_random.Next(), 0, 0, false, (byte)_random.Next(7)),
    };

    private DateTimeOffset Time()
    {
        var ticks = _random.NextInt64(DateTimeOffset.MaxValue.UtcTicks);
        return new DateTimeOffset(ticks - (ticks % Pick([1L, 10_000L, TimeSpan.TicksPerSecond])), TimeSpan.Zero);
    }

    private Currency AnyCurrency() => Currency.TryParse(Pick(Currencies), out var currency) ? currency : default;

    private T Pick<T>(T[] items) => items[_random.Next(items.Length)];

    private static bool IsArray(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
}
