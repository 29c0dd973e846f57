package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"
)

var schemas map[string]any

// loadSchemas reads docs/schemas/events.v1.json; numbers become int64, as in canonical values.
func loadSchemas(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	var raw any
	if err := decoder.Decode(&raw); err != nil {
		return err
	}
	schemas = whole(raw).(map[string]any)
	return nil
}

func whole(value any) any {
	switch v := value.(type) {
	case json.Number:
		n, err := v.Int64()
		if err != nil {
			panic(err)
		}
		return n
	case []any:
		for i := range v {
			v[i] = whole(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = whole(v[name])
		}
	}
	return value
}

var patterns = map[string]*regexp.Regexp{}

func matches(pattern, s string) bool {
	compiled, found := patterns[pattern]
	if !found {
		compiled = regexp.MustCompile(pattern)
		patterns[pattern] = compiled
	}
	return compiled.MatchString(s)
}

func typeOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case int64:
		return "integer"
	case string:
		return "string"
	case []any:
		return "array"
	}
	return "object"
}

// fits says whether a value satisfies a schema of the subset that the schema file names in `keywords`.
func fits(schema map[string]any, value any) bool {
	for keyword, rule := range schema {
		if !fitsKeyword(schema, keyword, rule, value) {
			return false
		}
	}
	return true
}

func fitsKeyword(schema map[string]any, keyword string, rule, value any) bool {
	switch keyword {
	case "type":
		return rule == typeOf(value)
	case "const":
		return rule == value
	case "enum":
		for _, item := range rule.([]any) {
			if item == value {
				return true
			}
		}
		return false
	case "anyOf":
		for _, item := range rule.([]any) {
			if fits(item.(map[string]any), value) {
				return true
			}
		}
		return false
	case "pattern":
		s, ok := value.(string)
		return !ok || matches(rule.(string), s)
	case "maxLength":
		s, ok := value.(string)
		return !ok || int64(utf8.RuneCountInString(s)) <= rule.(int64)
	case "minimum":
		n, ok := value.(int64)
		return !ok || n >= rule.(int64)
	case "maximum":
		n, ok := value.(int64)
		return !ok || n <= rule.(int64)
	case "minItems":
		list, ok := value.([]any)
		return !ok || int64(len(list)) >= rule.(int64)
	case "maxItems":
		list, ok := value.([]any)
		return !ok || int64(len(list)) <= rule.(int64)
	case "items":
		list, _ := value.([]any)
		for _, item := range list {
			if !fits(rule.(map[string]any), item) {
				return false
			}
		}
		return true
	case "required":
		if typeOf(value) != "object" {
			return true
		}
		for _, name := range rule.([]any) {
			if !has(value, name.(string)) {
				return false
			}
		}
		return true
	case "properties":
		for name, sub := range rule.(map[string]any) {
			if has(value, name) && !fits(sub.(map[string]any), member(value, name)) {
				return false
			}
		}
		return true
	case "additionalProperties":
		if rule != false {
			panic("additionalProperties other than false")
		}
		members, _ := value.(map[string]any)
		for name := range members {
			if !has(schema["properties"], name) {
				return false
			}
		}
		return true
	}
	panic(fmt.Sprintf("schema keyword %q", keyword))
}

func schemaOf(path ...string) map[string]any { return member(schemas, path...).(map[string]any) }

// inCalendar says whether a date of the right form exists.
func inCalendar(date string) bool {
	var year, month, day int
	if _, err := fmt.Sscanf(date, "%4d-%2d-%2d", &year, &month, &day); err != nil {
		return false
	}
	days := 31
	switch month {
	case 4, 6, 9, 11:
		days = 30
	case 2:
		days = 28
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			days = 29
		}
	}
	return day <= days
}
